import { defineScenario } from '../../scenario.js';
import { answerWith, ELICIT } from '../../support/server-requests.js';
import { callTool } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';

const TOOL = 'test_elicitation_sep1330_enums';

/** Where each kind of choice keeps its options, and how an option looks. */
const CHOICES = {
  'untitledSingle/enum': isText,
  'titledSingle/oneOf': isTitled,
  'legacyEnum/enum': isText,
  'legacyEnum/enumNames': isText,
  'untitledMulti/items/enum': isText,
  'titledMulti/items/anyOf': isTitled,
};

export default defineScenario(
  {
    title: 'A form offers choices of one and of several, with and without titles',
    requirements: ['elicitation.choices-kept'],
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'legacy', from: '2025-11-25' },
  },
  async (t) => {
    const session = await t.session();
    const asked = answerWith(session, ELICIT, () => ({ action: 'cancel' }));
    await callTool(session, TOOL).reply();
    const [request] = asked;
    if (request === undefined)
      return t.notVerified('elicitation.choices-kept', `send ${ELICIT} from ${TOOL}`);
    for (const [pointer, isOption] of Object.entries(CHOICES)) {
      t.satisfies(
        'elicitation.choices-kept',
        request.at(`/params/requestedSchema/properties/${pointer}`),
        (options) => Array.isArray(options) && options.length > 0 && options.every(isOption),
        isOption === isText ? 'texts to choose from' : 'choices with const and title',
      );
    }
  },
);

function isText(option: unknown): boolean {
  return typeof option === 'string';
}

function isTitled(option: unknown): boolean {
  return isObject(option) && typeof option['const'] === 'string' && typeof option['title'] === 'string';
}
