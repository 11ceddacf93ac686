import { defineScenario } from '../../scenario.js';
import { readList } from '../../support/tool-calls.js';
import { isUriTemplate } from '../../support/values.js';

export default defineScenario(
  {
    title: 'Resource templates are URI templates',
    requirements: ['resources.template-valid'],
    needs: { capabilities: ['resources'] },
  },
  async (t) => {
    const { first, items } = await readList(await t.session(), 'resources/templates/list');
    for (const template of items) {
      t.satisfies(
        'resources.template-valid',
        template.at('/uriTemplate'),
        isUriTemplate,
        'a URI template, by RFC 6570',
      );
    }
    if (items.length === 0) t.notVerified('resources.template-valid', 'list a resource template');
    t.observe('templates', first.at('/result/resourceTemplates'), { unordered: true });
  },
);
