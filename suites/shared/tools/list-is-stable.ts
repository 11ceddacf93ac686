import { defineScenario } from '../../scenario.js';
import { readList, tryTool } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'The list of tools is the same in order and content wherever it is asked for',
    requirements: ['tools.list-stable-order', 'tools.list-same-everywhere'],
    needs: { capabilities: ['tools'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const before = await readList(session, 'tools/list');
    const names = before.items.map((tool) => tool.value['name']);
    const [call] = await t.safeCalls();
    if (call !== undefined) await tryTool(session, call);
    const after = await readList(session, 'tools/list');
    const elsewhere = await readList(await t.session(), 'tools/list');

    if (names.length < 2) t.notVerified('tools.list-stable-order', 'list two tools');
    for (const again of [after, elsewhere]) {
      const now = again.items.map((tool) => tool.value['name']);
      const reply = again.first.at('/result/tools');
      if (names.length > 1) {
        t.satisfies(
          'tools.list-stable-order',
          reply,
          () => !sameSet(now, names) || now.join('\n') === names.join('\n'),
          `tools in the order ${names.join(', ')}`,
        );
      }
      t.satisfies(
        'tools.list-same-everywhere',
        reply,
        () => sameSet(now, names),
        `the tools ${names.join(', ')}`,
      );
    }
  },
);

const sameSet = (one: readonly unknown[], other: readonly unknown[]) =>
  [...one].map(String).sort().join('\n') === [...other].map(String).sort().join('\n');
