import { isRefused, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = [
  'rfc6455.handshake-answer',
  'rfc6455.accept-key',
  'rfc6455.extensions-offered',
  'rfc6455.server-frames-unmasked',
  'rfc6455.server-reserved-bits',
] as const;

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

    await talk(
      t,
      ['rfc6455.server-frames-unmasked', 'rfc6455.server-reserved-bits'],
      async (client) => {
        await client.ask(client.probe());
        for (const { header } of client.raw.frames) {
          t.satisfies('rfc6455.server-frames-unmasked', header, ({ masked }) => !masked, 'no mask');
          t.satisfies('rfc6455.server-reserved-bits', header, ({ rsv }) => rsv === 0, 'reserved bits of 0');
        }
      },
      connection,
    );
  },
);
