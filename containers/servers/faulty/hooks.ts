/** Makers of hooks for faults: change, drop, refuse or answer requests and replies. */
import { isRequest } from '../../../adapters/json-rpc.js';
import { isObject } from '../../../adapters/json.js';
import { getMeta, getParams } from '../honest/message.js';
import type { MessageContext, Fault, Message } from './fault.js';

export { isNotification, isRequest } from '../../../adapters/json-rpc.js';

type MessageHook = NonNullable<Fault['message']>;
type RequestHook = NonNullable<Fault['request']>;
type Edit = (part: Message, at: MessageContext, reply: Message) => void;

/** Words of the rows: each makes one hook. What is edited is a copy. */

const isReply = (message: Message): boolean => !('method' in message);

/** Changes every reply whose request passes `to`; `undefined` drops it. */
export function reply(
  change: (reply: Message, at: MessageContext) => Message | Message[] | undefined,
  to: MessageFilter = any,
): MessageHook {
  return (message, at) => (isReply(message) && to(at) ? change(structuredClone(message), at) : message);
}

/** Edits the result of every reply whose request passes `to`. */
export function result(edit: Edit, to: MessageFilter = any): MessageHook {
  return reply((message, at) => {
    const { result: part } = message;
    if (isObject(part)) edit(part, at, message);
    return message;
  }, to);
}

/** Edits the error of every reply, or of those with one code. */
export function error(edit: Edit, code?: number): MessageHook {
  return reply((message, at) => {
    const { error: part } = message;
    if (isObject(part) && (code === undefined || part['code'] === code)) edit(part, at, message);
    return message;
  });
}

/** Edits the params of every notification of one method. */
export function notification(
  method: string,
  edit: (params: Message, at: MessageContext) => void,
): MessageHook {
  return (message, at) => {
    if (message['method'] !== method) return message;
    const copy = structuredClone(message);
    edit(getParams(copy), at);
    return copy;
  };
}

export type MessageFilter = (at: MessageContext) => boolean;
const any: MessageFilter = () => true;

/** Requests of these methods. */
export const to =
  (...methods: string[]): MessageFilter =>
  ({ request }) =>
    methods.includes(String(request?.['method']));

/** Calls of these tools. */
export const calling =
  (...names: string[]): MessageFilter =>
  ({ request }) =>
    request?.['method'] === 'tools/call' && names.includes(String(getParams(request)['name']));

/** What a session is opened with: a fault that hits these too would keep it from being seen. */
export const isOpening: MessageFilter = to('initialize', 'server/discover');
export const notOpening: MessageFilter = (at) => !isOpening(at);

/** Answers by itself the requests that pass `when`, with an error. */
export function refuse(
  when: (message: Message, at: MessageContext) => boolean,
  code: number,
  text = 'Refused',
): RequestHook {
  return (message, at) => {
    if (!isRequest(message) || !when(message, at)) return message;
    at.say({ jsonrpc: '2.0', id: message['id'], error: { code, message: text } });
    return undefined;
  };
}

/** Answers by itself the requests of one method, with a result. */
export function answer(method: string, fields: Message): RequestHook {
  return (message, at) => {
    if (message['method'] !== method || !isRequest(message)) return message;
    at.say({ jsonrpc: '2.0', id: message['id'], result: fields });
    return undefined;
  };
}

/** Edits what the client asks before the server sees it. */
export function asked(
  edit: (params: Message, at: MessageContext, message: Message) => void,
  method?: string,
): RequestHook {
  return (message, at) => {
    if (method !== undefined && message['method'] !== method) return message;
    const copy = structuredClone(message);
    edit(getParams(copy), at, copy);
    return copy;
  };
}

/** Nothing of these notifications reaches the server. */
export function swallow(...methods: string[]): RequestHook {
  return (message) => (methods.includes(String(message['method'])) ? undefined : message);
}

/** Says something before each reply whose request passes `when`. */
export function before(
  when: MessageFilter,
  said: (at: MessageContext, reply: Message) => Message | Message[],
): MessageHook {
  return reply((message, at) => [...[said(at, message)].flat(), message], when);
}

/** Counts per process. */
export function nth(at: { memory: Record<string, unknown> }, name: string): number {
  return (at.memory[name] = ((at.memory[name] as number | undefined) ?? 0) + 1);
}

export const hasParam = (message: Message, name: string): boolean => name in getParams(message);
export const metaKeys = (message: Message): string[] => Object.keys(getMeta(message));
