import { defineScenario } from '../../scenario.js';
import { readList } from '../../support/tool-calls.js';
import { listHeaderAnnotations } from '../../support/annotations.js';

export default defineScenario(
  {
    title: 'Parameters are marked for intermediaries only where that is allowed',
    requirements: ['tools.header-annotation-valid'],
    needs: { capabilities: ['tools'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const { items } = await readList(await t.session(), 'tools/list');
    let found = 0;
    for (const tool of items) {
      const annotations = listHeaderAnnotations(tool.value['inputSchema']);
      found += annotations.length;
      const names = new Set<string>();
      for (const { pointer, name, primitive, reachable } of annotations) {
        t.satisfies(
          'tools.header-annotation-valid',
          tool.at(`/inputSchema${pointer}`),
          () => {
            if (typeof name !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return false;
            const unique = !names.has(name.toLowerCase());
            names.add(name.toLowerCase());
            return unique && primitive && reachable;
          },
          'a token, used once, on a reachable string, integer or boolean',
        );
      }
    }
    if (found === 0) t.notVerified('tools.header-annotation-valid', 'annotate a parameter with x-mcp-header');
  },
);
