import { defineScenario } from '../../scenario.js';
import { noteNoneListed } from '../../support/none-listed.js';
import { readList } from '../../support/tool-calls.js';
import { listHeaderAnnotations, type HeaderAnnotation } from '../../support/annotations.js';

const RULE = 'tools.header-annotation-valid';

export default defineScenario(
  {
    title: 'Parameters are marked for intermediaries only where that is allowed',
    requirements: [RULE],
    needs: { capabilities: ['tools'] },
    revisions: { era: 'modern' },
  },
  async (t) => {
    const tools = await readList(await t.session(), 'tools/list');
    let found = 0;
    for (const tool of tools.items) {
      const names = new Set<string>();
      for (const annotation of listHeaderAnnotations(tool.value['inputSchema'])) {
        found += 1;
        const wrong = findWrong(annotation, names);
        const expected = wrong ?? 'a token, used once, on a reachable string, integer or boolean';
        t.satisfies(RULE, tool.at(`/inputSchema${annotation.pointer}`), () => wrong === undefined, expected);
        // A union or a reference can be read either way, and no MUST should hang on that.
        if (annotation.primitive === undefined)
          t.notVerified(RULE, 'give each parameter that it mirrors one type: string, integer or boolean');
      }
    }
    if (found === 0) noteNoneListed(t, tools, 'tool with a parameter that is marked with x-mcp-header', RULE);
  },
);

/** The condition that an annotation violates, in words; `names` are those that the schema used before. */
function findWrong({ name, primitive, reachable }: HeaderAnnotation, names: Set<string>): string | undefined {
  if (typeof name !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return 'a header name that is a token';
  const isNew = !names.has(name.toLowerCase());
  names.add(name.toLowerCase());
  if (!isNew) return 'a header name that no other parameter of the tool has, whatever its case';
  if (primitive === false) return 'an annotation on a string, an integer or a boolean';
  if (!reachable) return 'an annotation that only `properties` keywords lead to';
  return undefined;
}
