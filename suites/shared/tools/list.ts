import { defineScenario } from '../../scenario.js';
import { noteNoneListed } from '../../support/none-listed.js';
import { readList } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'Tools are listed, each with an object as its input',
    requirements: ['tools.list-answered', 'tools.input-schema-object'],
    needs: { capabilities: ['tools'] },
  },
  async (t) => {
    const tools = await readList(await t.session(), 'tools/list');
    t.satisfies('tools.list-answered', tools.first.at('/result/tools'), Array.isArray, 'an array of tools');
    if (tools.items.length === 0) noteNoneListed(t, tools, 'tool', 'tools.input-schema-object');
    for (const tool of tools.items) {
      t.satisfies(
        'tools.input-schema-object',
        tool.at('/inputSchema'),
        (schema) => isObject(schema) && schema['type'] === 'object',
        'a schema of type object',
      );
    }
    t.observe('tools', tools.first.at('/result/tools'), { unordered: true });
  },
);
