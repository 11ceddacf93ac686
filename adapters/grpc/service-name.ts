/** The option that names a gRPC service, for every binding on gRPC. */
import type { OptionSchema } from '../transport.js';

export const SERVICE_NAME: OptionSchema = {
  description: 'the full name of the service, where it is another, such as package.Service',
  type: 'string',
  pattern: '^[A-Za-z_][A-Za-z0-9_.]*$',
};
