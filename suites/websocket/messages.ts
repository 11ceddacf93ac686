import { isUtf8 } from 'node:buffer';
import { isData, OPCODE, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isObject } from '../../adapters/json.js';

const TEXT = 'websocket.text-messages';
const DOCUMENT = 'websocket.one-document';
const UTF8 = 'websocket.utf8';
/** Two, three and four bytes a character, and a combining mark; an id comes back as it is. */
const ID = 'grün-Ω-世界-🙂-e\u0301';
const MAX_CALLS = 4;

export default defineBindingScenario(
  'websocket',
  {
    title: 'Every message of the server is a text message with one JSON-RPC document',
    requirements: [TEXT, DOCUMENT, UTF8],
    isolation: 'shared',
  },
  async (t) => {
    const calls = (await t.safeCalls()).slice(0, MAX_CALLS);
    await talk(t, [TEXT, DOCUMENT, UTF8], async (client) => {
      const { raw } = client;
      const until = performance.now() + t.requestTimeoutMs;
      for (const { name, arguments: args } of calls)
        if (performance.now() < until)
          await client.ask(client.request('tools/call', { name, arguments: args }));
      client.say({ ...client.probe(), id: ID });
      const answer = await client.answer(ID);

      const isDocument = (json: unknown) => isObject(json) && json['jsonrpc'] === '2.0';
      const batches = t.revision === '2025-03-26';
      for (const frame of raw.frames.filter(isData)) {
        const isText = frame.opcode !== OPCODE.binary;
        t.satisfies(TEXT, frame.header, () => isText, 'a text message');
        if (!frame.fin) continue;
        const { json } = frame;
        const right = isDocument(json) || (batches && Array.isArray(json) && json.every(isDocument));
        t.satisfies(DOCUMENT, frame.text, () => right, 'one JSON-RPC document');
        // A part of a message may end in the middle of a character.
        if (frame.opcode === OPCODE.text)
          t.satisfies(UTF8, frame.text, () => isUtf8(frame.payload), 'text in UTF-8');
      }
      if (answer === undefined) t.notVerified(UTF8, 'answer a request whose id holds other than ASCII');
      else t.satisfies(UTF8, answer.text, () => answer.json !== undefined, `an answer with the id ${ID}`);
    });
  },
);
