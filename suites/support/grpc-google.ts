/** Binds scenarios of gRPC to the typed service as well. */
import type { Scenario } from '../scenario.js';

/** The same conversation over the typed service: its connection is one of gRPC, whose messages are other ones. */
export const bindToGoogle = (scenario: Scenario): Scenario => ({ ...scenario, transport: 'grpc-google' });
