import type { Adapter } from '../adapter.js';
import type { StdioConnection, StdioEndpoint } from './endpoint.js';

export const stdio: Adapter<StdioEndpoint, StdioConnection> = undefined as never;
