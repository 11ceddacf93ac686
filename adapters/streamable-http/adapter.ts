import type { Adapter } from '../adapter.js';
import type { HttpConnection, HttpEndpoint } from './endpoint.js';

export const streamableHttp: Adapter<HttpEndpoint, HttpConnection> = undefined as never;
