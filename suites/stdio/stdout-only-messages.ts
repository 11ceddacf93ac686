import type { Frame } from '../../adapters/adapter.js';
import { isObject } from '../../adapters/json.js';
import { PROMPT_MS, StdioClient } from '../support/stdio-client.js';
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

    for (const run of runsOf(client.lines)) {
      if (run.isMessage)
        for (const line of run.lines) t.satisfies(ONLY, t.text(line), () => true, 'a message');
      else if (isBroken(run.lines))
        t.satisfies(ONE_LINE, t.text(run.lines[0] as Frame), () => false, 'a whole message on one line');
      else for (const line of run.lines) t.satisfies(ONLY, t.text(line), () => false, 'a JSON-RPC message');
    }
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

/** A batch is legal at one revision; whether it is so here is for the wire contract to say. */
const isMessage = ({ json }: Frame): boolean =>
  Array.isArray(json) ? json.every(isObject) : isObject(json) && json['jsonrpc'] === '2.0';

/** Neighbouring lines of one kind, so that a message that was spread over lines can be put together again. */
function runsOf(lines: readonly Frame[]): { isMessage: boolean; lines: Frame[] }[] {
  const runs: { isMessage: boolean; lines: Frame[] }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.isMessage === isMessage(line)) last.lines.push(line);
    else runs.push({ isMessage: isMessage(line), lines: [line] });
  }
  return runs;
}

/** Whether lines that are no messages become one when they are read together. */
function isBroken(lines: readonly Frame[]): boolean {
  const text = lines.map(({ bytes }) => Buffer.from(bytes).toString('utf8')).join('\n');
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
