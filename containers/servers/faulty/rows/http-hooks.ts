import { isObject } from '../../../../adapters/json.js';
import type { HttpRequest, Message } from '../fault.js';

/** What the rows about Streamable HTTP share. */
export const json = { 'content-type': 'application/json' };
export const document = ({ document }: HttpRequest): Message => (isObject(document) ? document : {});
