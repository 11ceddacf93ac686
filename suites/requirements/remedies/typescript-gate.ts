/** Lines that remedies for both versions of the TypeScript SDK share. */

/** A look at each request before the SDK has it, and at each error that it answers; a remedy declares `refuse` and `mend`. */
export const GATE = `
function gate(transport) {
  const { onmessage } = transport;
  const send = transport.send.bind(transport);
  const asked = new Map();
  transport.onmessage = (message, extra) => {
    const isRequest = 'id' in message && 'method' in message;
    const error = isRequest ? refuse(message) : undefined;
    if (error !== undefined)
      return void send({ jsonrpc: '2.0', id: message.id, error }, { relatedRequestId: message.id });
    if (isRequest) asked.set(message.id, message);
    onmessage?.(message, extra);
  };
  transport.send = (message, options) => {
    const request = 'method' in message ? undefined : asked.get(message.id);
    if (request !== undefined) asked.delete(message.id);
    return send('error' in message ? { ...message, error: mend(message.error, request) } : message, options);
  };
}
`;

/** For remedies that mend no error. */
export const KEEP = `
const mend = (error) => error;
`;
