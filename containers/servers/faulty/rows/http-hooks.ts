/** What the rows about Streamable HTTP share. */
import { isObject } from '../../../../adapters/json.js';
import type { RelayedRequest, Message } from '../fault.js';

export const json = { 'content-type': 'application/json' };
export const document = ({ document }: RelayedRequest): Message => (isObject(document) ? document : {});
