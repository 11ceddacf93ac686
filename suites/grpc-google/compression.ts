import scenario from '../grpc/compression.js';
import { bindToGoogle } from '../support/grpc-google.js';

export default bindToGoogle(scenario);
