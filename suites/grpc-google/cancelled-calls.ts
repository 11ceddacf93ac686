/** The scenario of the tunnel, on the typed service. */
import scenario from '../grpc/cancelled-calls.js';
import { bindToGoogle } from '../support/grpc-google.js';

export default { ...bindToGoogle(scenario), needs: { tools: ['test_slow'] } };
