import { defineScenario } from '../../scenario.js';
import { noteNoneListed } from '../../support/none-listed.js';
import { readList } from '../../support/tool-calls.js';
import { isUriTemplate } from '../../support/values.js';

export default defineScenario(
  {
    title: 'Resource templates are URI templates',
    requirements: ['resources.template-valid'],
    needs: { capabilities: ['resources'] },
  },
  async (t) => {
    const templates = await readList(await t.session(), 'resources/templates/list');
    for (const template of templates.items) {
      t.satisfies(
        'resources.template-valid',
        template.at('/uriTemplate'),
        isUriTemplate,
        'a URI template, by RFC 6570',
      );
    }
    // A server may declare resources and have no templates.
    if (templates.first.error?.code === -32601)
      t.notApplicable('resources.template-valid', 'the server has no resource templates');
    else if (templates.items.length === 0)
      noteNoneListed(t, templates, 'resource template', 'resources.template-valid');
    t.observe('templates', templates.first.at('/result/resourceTemplates'), { unordered: true });
  },
);
