import { defineScenario } from '../../scenario.js';
import { readList } from '../../support/tool-calls.js';

export default defineScenario(
  {
    title: 'Prompts are listed',
    requirements: ['prompts.list-answered'],
    needs: { capabilities: ['prompts'] },
  },
  async (t) => {
    const { first } = await readList(await t.session(), 'prompts/list');
    t.satisfies('prompts.list-answered', first.at('/result/prompts'), Array.isArray, 'an array of prompts');
    t.observe('prompts', first.at('/result/prompts'), { unordered: true });
  },
);
