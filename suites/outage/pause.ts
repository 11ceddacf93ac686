import { defineScenario } from '../scenario.js';

const ASKED = ['while-paused-1', 'while-paused-2', 'while-paused-3'];

export default defineScenario(
  {
    title: 'What was asked during a pause is answered after it',
    requirements: ['robustness.answers-after-pause'],
    needs: { server: 'any' },
    isolation: 'process',
    timeout: 60_000,
  },
  async (t) => {
    const server = await t.server();
    const session = await server.session();
    const { method, params } = session.probe();
    await server.pause();
    const asked = ASKED.map((id) => session.request(method, params, { id }));
    const [first] = asked;
    if ((await first?.maybe(t.quietMs)) !== undefined) {
      await server.resume();
      return t.notVerified('robustness.answers-after-pause', 'stand still while its machine does');
    }
    await server.resume();
    for (const request of asked)
      t.equal('robustness.answers-after-pause', await request.replyState(), 'answered');
  },
);
