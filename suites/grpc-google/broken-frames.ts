/** The scenario of the tunnel, on the typed service. */
import scenario from '../grpc/broken-frames.js';
import { bindToGoogle } from '../support/grpc-google.js';

export default bindToGoogle(scenario);
