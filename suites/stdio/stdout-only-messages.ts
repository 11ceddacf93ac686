import type { Frame } from '../../adapters/adapter.js';
import { PROMPT_MS, StdioClient } from '../support/stdio-client.js';
import { isMeantAsMessage, StdoutLines, type Strays } from '../support/stdout-lines.js';
import { defineBindingScenario } from '../scenario.js';

const ONLY = 'stdio.stdout-only-messages';
const ONE_LINE = 'stdio.one-line-per-message';
const MAX_CALLS = 4;

export default defineBindingScenario(
  'stdio',
  {
    title: 'Every line on stdout is one message, from the start of the process on',
    requirements: [ONLY, ONE_LINE],
    isolation: 'process',
  },
  async (t) => {
    const client = StdioClient.on(t, await t.connect());
    // Where the handshake fails, what was written instead is worth a look all the same.
    if (await client.greet()) {
      await client.askFirst(client.probe());
      for (const method of ['tools/list', 'resources/list', 'prompts/list', 'conformance/no-such-method'])
        await client.ask(client.request(method));
      await client.callInTurn((await t.safeCalls()).slice(0, MAX_CALLS));
    }
    // What is still in the pipe when the process ends counts as well.
    client.connection.endInput();
    await t.wait(client.next(() => false, PROMPT_MS));

    const strays = new StdoutLines<Frame>();
    const judge = (found: Strays<Frame>[]): void => {
      for (const { lines, broken } of found)
        for (const line of broken ? lines.slice(0, 1) : lines)
          if (broken) t.satisfies(ONE_LINE, t.text(line), () => false, 'a whole message on one line');
          else t.satisfies(ONLY, t.text(line), () => false, 'a JSON-RPC message');
    };
    for (const line of client.lines) {
      const text = t.text(line);
      judge(isMessage(line) ? strays.end() : strays.add(line, text.value, line.json));
      if (isMessage(line)) t.satisfies(ONLY, text, () => true, 'a message');
    }
    judge(strays.end());
    const messages = client.lines.filter(isMessage);
    for (const line of messages)
      t.satisfies(
        ONE_LINE,
        t.text(line),
        () => line.unterminated !== true,
        'a whole message on one line, and a newline at its end',
      );
  },
);

const isMessage = ({ json }: Frame): boolean => isMeantAsMessage(json);
