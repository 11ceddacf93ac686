import { defineScenario } from '../../scenario.js';
import { isObject } from '../../../adapters/json.js';

const isText = (value: unknown) => typeof value === 'string';

export default defineScenario(
  {
    title: 'The reply to initialize tells version, capabilities and name',
    requirements: [
      'lifecycle.version-echoed',
      'lifecycle.capabilities-sent',
      'lifecycle.server-info-sent',
      'lifecycle.instructions-text',
    ],
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const { handshakeReply } = await t.session();
    t.equal('lifecycle.version-echoed', handshakeReply.at('/result/protocolVersion'), t.revision);
    t.satisfies(
      'lifecycle.capabilities-sent',
      handshakeReply.at('/result/capabilities'),
      isObject,
      'an object',
    );
    t.satisfies('lifecycle.server-info-sent', handshakeReply.at('/result/serverInfo/name'), isText, 'a name');
    t.satisfies(
      'lifecycle.server-info-sent',
      handshakeReply.at('/result/serverInfo/version'),
      isText,
      'a version',
    );
    const instructions = handshakeReply.at('/result/instructions');
    if (instructions.value === undefined)
      t.notApplicable('lifecycle.instructions-text', 'there are no instructions');
    else t.satisfies('lifecycle.instructions-text', instructions, isText, 'text');
    t.observe('version', handshakeReply.at('/result/protocolVersion'));
    t.observe('server', handshakeReply.at('/result/serverInfo'));
  },
);
