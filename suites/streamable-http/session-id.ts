import { endSession, greet, sendInitialize } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const ASCII = 'http.session-id-visible-ascii';
const UNIQUE = 'http.session-id-unique';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Session ids are visible ASCII and different',
    requirements: [ASCII, UNIQUE],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [ASCII, UNIQUE]);
    if (client?.handshakeReply === undefined) return;
    if (client.sessionId === undefined) {
      for (const id of [ASCII, UNIQUE] as const) t.notApplicable(id, 'this target gives out no session ids');
      return;
    }
    const given = new Set([client.sessionId]);
    const isVisible = (id: string | undefined) => /^[\x21-\x7e]+$/.test(id ?? '');
    t.satisfies(
      ASCII,
      client.handshakeReply.header('mcp-session-id'),
      isVisible,
      'characters from 0x21 to 0x7E only',
    );
    for (let more = 0; more < 3; more++) {
      const other = await sendInitialize(client.connection, t.revision);
      const id = other.header('mcp-session-id');
      t.satisfies(
        UNIQUE,
        id,
        (value) => value !== undefined && !given.has(value),
        'an id not given out before',
      );
      t.satisfies(ASCII, id, isVisible, 'characters from 0x21 to 0x7E only');
      if (id.value !== undefined) given.add(id.value);
      await endSession(client.connection, other);
    }
  },
);
