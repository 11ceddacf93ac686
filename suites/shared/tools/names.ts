import { defineScenario } from '../../scenario.js';
import { noteNoneListed } from '../../support/none-listed.js';
import { readList } from '../../support/tool-calls.js';

const RULES = ['tools.name-unique', 'tools.name-length', 'tools.name-characters'] as const;

export default defineScenario(
  {
    title: 'Tools have names that models and clients can work with',
    requirements: RULES,
    needs: { capabilities: ['tools'] },
    revisions: { from: '2025-11-25' },
  },
  async (t) => {
    const tools = await readList(await t.session(), 'tools/list');
    const { items } = tools;
    if (items.length === 0) noteNoneListed(t, tools, 'tool', ...RULES);
    const places = new Map<unknown, { page: number | undefined; tool: string }>();
    for (const tool of items) {
      const name = tool.at('/name');
      const place = { page: name.entries[0], tool: JSON.stringify(tool.value) };
      const before = places.get(name.value);
      places.set(name.value, before ?? place);
      // A page may come twice, or a list may move on between two of its pages: then it is the same tool once more.
      const isOther = before === undefined || (before.page !== place.page && before.tool === place.tool);
      t.satisfies('tools.name-unique', name, () => isOther, 'a name that no other tool has');
      t.satisfies(
        'tools.name-length',
        name,
        (value) => typeof value === 'string' && value.length >= 1 && value.length <= 128,
        '1 to 128 characters',
      );
      t.satisfies(
        'tools.name-characters',
        name,
        (value) => typeof value === 'string' && /^[A-Za-z0-9_.-]*$/.test(value),
        'ASCII letters, digits, _ - and .',
      );
    }
  },
);
