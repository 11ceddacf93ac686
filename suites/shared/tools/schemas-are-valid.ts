import type { Observation } from '../../../adapters/observation.js';
import { defineScenario } from '../../scenario.js';
import { noteNoneListed } from '../../support/none-listed.js';
import { readList } from '../../support/tool-calls.js';
import { judgeSchemas } from '../../support/schemas.js';

export default defineScenario(
  {
    title: 'Input and output schemas are valid in their dialect',
    requirements: ['tools.schema-valid'],
    needs: { capabilities: ['tools'] },
    revisions: { from: '2025-11-25' },
  },
  async (t) => {
    const tools = await readList(await t.session(), 'tools/list');
    const { items } = tools;
    if (items.length === 0) return noteNoneListed(t, tools, 'tool', 'tools.schema-valid');
    const schemas: Observation[] = items.flatMap((tool) =>
      tool.value['outputSchema'] === undefined
        ? [tool.at('/inputSchema')]
        : [tool.at('/inputSchema'), tool.at('/outputSchema')],
    );
    const verdicts = await judgeSchemas(schemas.map(({ value }) => ({ schema: value })));
    schemas.forEach((schema, index) => {
      const verdict = verdicts[index];
      if (verdict === 'unknown') return;
      t.satisfies('tools.schema-valid', schema, () => verdict === 'valid', 'a valid JSON Schema');
    });
    if (verdicts.every((verdict) => verdict === 'unknown')) {
      t.notVerified('tools.schema-valid', 'list a tool with schemas in JSON Schema 2020-12, 2019-09 or 07');
    }
  },
);
