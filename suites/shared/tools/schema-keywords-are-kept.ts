import { defineScenario } from '../../scenario.js';
import { readList } from '../../support/tool-calls.js';
import { DIALECT_2020_12 } from '../../support/schemas.js';

export default defineScenario(
  {
    title: 'Keywords of JSON Schema 2020-12 survive the way to the client',
    requirements: ['tools.schema-2020-12-kept'],
    needs: { capabilities: ['tools'], tools: ['json_schema_2020_12_tool'] },
    revisions: { from: '2025-11-25' },
  },
  async (t) => {
    const { items } = await readList(await t.session(), 'tools/list');
    const tool = items.find(({ value }) => value['name'] === 'json_schema_2020_12_tool');
    if (tool === undefined)
      return t.notVerified('tools.schema-2020-12-kept', 'list json_schema_2020_12_tool');
    t.equal('tools.schema-2020-12-kept', tool.at('/inputSchema/$schema'), DIALECT_2020_12);
    t.equal('tools.schema-2020-12-kept', tool.at('/inputSchema/additionalProperties'), false);
    t.equal('tools.schema-2020-12-kept', tool.at('/inputSchema/$defs/address/type'), 'object');
    t.equal('tools.schema-2020-12-kept', tool.at('/inputSchema/properties/address'), {
      $ref: '#/$defs/address',
    });
    t.observe('input schema', tool.at('/inputSchema'));
  },
);
