/** Faults in keeping secrets: what the server was given for a run comes back. */
import { defineFaults } from '../fault.js';
import * as f from '../hooks.js';
import { TOKEN } from './http.js';

/** Servers that tell the token that they are asked with. */
export const leaks = defineFaults({
  'logs-its-token': {
    requirement: 'logging.no-credentials',
    uncontrolled: 'in a conversation that asks for no log messages, no right server gives the occasion',
    how: 'Calls are logged with the token of the client.',
    scenarios: ['shared/tools/text'],
    message: f.before(f.to('tools/call'), () => ({
      jsonrpc: '2.0',
      method: 'notifications/message',
      params: { level: 'emergency', data: { headers: { authorization: `Bearer ${TOKEN}` } } },
    })),
  },
  'refuses-with-its-token': {
    requirement: 'robustness.credentials-kept',
    how: 'An unknown method is refused with the token of the client in Base64.',
    scenarios: ['shared/messages/unknown-method'],
    message: f.error((e) => {
      e['data'] = { client: Buffer.from(`client:${TOKEN}`).toString('base64') };
    }, -32_601),
  },
});
