import type { SeenFrame } from '../../adapters/websocket/endpoint.js';
import { isData, isRefused, observeUpgrade, OPCODE, talk, withUpgrade } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

/** Of the frames of one conversation. */
const OF_FRAMES = [
  'rfc6455.server-frames-unmasked',
  'rfc6455.server-reserved-bits',
  'rfc6455.server-length-shortest',
  'rfc6455.server-fragments-together',
] as const;
/** What is no reason to refuse an upgrade. */
const HARMLESS = [
  ['rfc6455.upgrade-in-any-case', { upgrade: 'WebSocket', connection: 'keep-alive, upgrade' }],
  ['rfc6455.unknown-fields-ignored', { 'x-mcptc-unknown': 'mcptc' }],
] as const;
const REQUIREMENTS = [
  ...OF_FRAMES,
  ...HARMLESS.map(([id]) => id),
  'rfc6455.handshake-answer',
  'rfc6455.accept-key',
  'rfc6455.extensions-offered',
] as const;

/** Frames of messages that begin amid another one, or continue none. */
function findStray(frames: readonly SeenFrame[]): SeenFrame | undefined {
  let amid = false;
  return frames.filter(isData).find(({ opcode, fin }) => {
    const stray = amid !== (opcode === OPCODE.continuation);
    amid = !fin;
    return stray;
  });
}

export default defineBindingScenario(
  'websocket',
  {
    title: 'The upgrade is answered, and frames are made, as RFC 6455 has it',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    const raw = await connection.dial();
    raw.drop();
    // The rules speak of upgrades that are accepted; a server may have room for one connection only.
    if (raw.status === undefined || isRefused(raw.status.value)) {
      for (const id of REQUIREMENTS) t.notVerified(id, 'accept a second upgrade');
      return;
    }
    t.equal('rfc6455.handshake-answer', raw.status, 101);
    const names = (value: string | undefined, token: string) =>
      value?.split(',').some((each) => each.trim().toLowerCase() === token) === true;
    for (const [field, token] of [
      ['upgrade', 'websocket'],
      ['connection', 'upgrade'],
    ] as const) {
      const value = raw.header(field);
      t.satisfies('rfc6455.handshake-answer', value, (given) => names(given, token), token);
    }
    t.equal('rfc6455.accept-key', raw.header('sec-websocket-accept'), raw.accept);
    t.equal('rfc6455.extensions-offered', raw.header('sec-websocket-extensions'), undefined);

    for (const [id, headers] of HARMLESS)
      await withUpgrade(connection, { headers }, async (other) => {
        t.equal(id, await observeUpgrade(other), 101);
      });

    await talk(
      t,
      OF_FRAMES,
      async (client) => {
        await client.ask(client.probe());
        const { frames } = client.raw;
        const stray = findStray(frames);
        for (const frame of frames) {
          const { header } = frame;
          t.satisfies('rfc6455.server-frames-unmasked', header, ({ masked }) => !masked, 'no mask');
          t.satisfies('rfc6455.server-reserved-bits', header, ({ rsv }) => rsv === 0, 'reserved bits of 0');
          const short = 'its length in the fewest bytes';
          t.satisfies('rfc6455.server-length-shortest', header, ({ longHead }) => !longHead, short);
          const together = 'one message after the other, each from its beginning';
          t.satisfies('rfc6455.server-fragments-together', header, () => frame !== stray, together);
        }
      },
      connection,
    );
  },
);
