import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { makeUnguessable } from '../../support/tool-calls.js';

const RULES = [
  'resources.not-found-code-legacy',
  'resources.not-found-code',
  'resources.not-found-not-empty',
] as const;

export default defineScenario(
  {
    title: 'Reading a resource that does not exist is an error with its own code',
    requirements: RULES,
    needs: { capabilities: ['resources'] },
  },
  async (t) => {
    const session = await t.session();
    const uri = `test://does-not-exist/${makeUnguessable(() => t.random())}`;
    const reply = await session.request('resources/read', { uri }).reply();
    const contents = reply.result?.['contents'];
    if (Array.isArray(contents) && contents.length > 0) {
      // A server may have something for every URI, this one included.
      for (const rule of RULES) t.notVerified(rule, `not have ${uri}`);
      return;
    }
    if (t.era === 'legacy') t.equal('resources.not-found-code-legacy', readErrorCode(reply), -32002);
    else {
      t.equal('resources.not-found-code', readErrorCode(reply), -32602);
      t.satisfies(
        'resources.not-found-not-empty',
        reply.at('/result/contents'),
        (value) => !Array.isArray(value) || value.length > 0,
        'no empty list of contents',
      );
    }
    t.observe('code', reply.at('/error/code'));
  },
);
