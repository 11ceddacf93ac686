import { defineScenario, type SafeCall } from '../../scenario.js';
import { callTool, hasSucceeded, tryTool } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'Arguments that the input schema forbids are refused',
    requirements: ['tools.input-validated'],
    needs: { capabilities: ['tools'] },
  },
  async (t) => {
    const session = await t.session();
    for (const call of await t.safeCalls()) {
      const bent = violating(call);
      if (bent === undefined) continue;
      // Only a tool that works when it is called rightly can show why it refuses.
      const right = await tryTool(session, call);
      if (right === undefined) break;
      if (!hasSucceeded(right.result)) continue;
      const wrong = await callTool(session, call.name, bent).reply();
      t.satisfies(
        'tools.input-validated',
        wrong.at(''),
        () => wrong.isError || (isObject(wrong.result) && wrong.result['isError'] === true),
        'an error, or a result with isError',
      );
      return;
    }
    t.notVerified('tools.input-validated', 'offer a safe tool that requires an argument of a primitive type');
  },
);

/** The same call with an object where a required argument must be a primitive. */
function violating(call: SafeCall): Record<string, unknown> | undefined {
  const schema = call.tool['inputSchema'];
  if (!isObject(schema) || !isObject(schema['properties']) || !Array.isArray(schema['required']))
    return undefined;
  for (const name of schema['required'] as unknown[]) {
    const property = typeof name === 'string' ? schema['properties'][name] : undefined;
    if (!isObject(property)) continue;
    if (['string', 'number', 'integer', 'boolean'].includes(String(property['type']))) {
      return { ...call.arguments, [String(name)]: { not: ['a', 'primitive'] } };
    }
  }
  return undefined;
}
