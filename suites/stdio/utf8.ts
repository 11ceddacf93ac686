import { converse } from '../support/stdio-client.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'stdio.utf8';
/** Two, three and four bytes a character, and a combining mark; an id comes back as it is. */
const ID = 'grün-Ω-世界-🙂-e\u0301';

export default defineBindingScenario(
  'stdio',
  {
    title: 'Text outside ASCII goes in and comes out as UTF-8',
    requirements: [REQUIREMENT],
    isolation: 'shared',
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await converse(t, [REQUIREMENT]);
    if (client === undefined) return;
    const known = client.lines.length;
    client.connection.send({ body: { ...client.probe(), id: ID } });
    const isReply = (json: unknown) => isObject(json) && 'id' in json && !('method' in json);
    const isNew = (line: { json?: unknown; bytes: Uint8Array }) =>
      client.lines.indexOf(line as never) >= known && (isReply(line.json) || !isUtf8(line.bytes));
    const answer = await client.next(isNew, t.requestTimeoutMs);
    if (answer === undefined)
      return t.notVerified(REQUIREMENT, 'answer a request whose id holds other than ASCII');
    t.satisfies(
      REQUIREMENT,
      t.text(answer),
      () => isUtf8(answer.bytes) && isObject(answer.json) && answer.json['id'] === ID,
      `UTF-8 with the id ${ID}`,
    );
    for (const line of client.lines)
      t.satisfies(REQUIREMENT, t.text(line), () => isUtf8(line.bytes), 'UTF-8');
  },
);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
