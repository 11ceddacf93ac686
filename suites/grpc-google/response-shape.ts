import scenario from '../grpc/response-shape.js';
import { bindToGoogle } from '../support/grpc-google.js';

export default bindToGoogle(scenario);
