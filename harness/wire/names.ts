/**
 * The names of the definitions that stand for messages, beside those of parts (`Tool`): `client:tools/call` is that
 * method as the client sends it, `result:tools/call` its successful response. A sender's message of any method is
 * `client*request`, and the like: no method can be mistaken for it.
 */
export type Sender = 'client' | 'server';

export const nameSent = (sender: Sender, method: string): string => `${sender}:${method}`;
export const nameAnySent = (sender: Sender, kind: 'request' | 'notification'): string => `${sender}*${kind}`;
export const nameAnswered = (method: string): string => `result:${method}`;
export const ANY_RESULT = '*result';
export const ANY_ERROR = '*error';
