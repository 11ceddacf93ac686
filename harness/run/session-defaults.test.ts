import { expect, it } from '@jest/globals';
import { makeSessionDefaults, makeSurveyDefaults } from './session-defaults.js';

const TIMES = { requestTimeoutMs: 10_000, startTimeoutMs: 60_000 };
const survey = (times: typeof TIMES, host: { startable: boolean; firstAnswerMs?: number }): number =>
  makeSurveyDefaults(times, host).handshakeTimeoutMs;

it('gives what is started its start timeout for the first answer, also where that is short', () => {
  expect(survey(TIMES, { startable: true })).toBe(60_000);
  expect(survey({ ...TIMES, startTimeoutMs: 2_000 }, { startable: true })).toBe(2_000);
});

it('waits for a URL as long as was named, and else no longer than for what runs already', () => {
  expect(survey(TIMES, { startable: false })).toBe(20_000);
  expect(survey(TIMES, { startable: false, firstAnswerMs: 45_000 })).toBe(45_000);
});

it('gives later starts twice the time of the slowest, within the start timeout', () => {
  expect(makeSessionDefaults(TIMES).handshakeTimeoutMs).toBe(20_000);
  expect(makeSessionDefaults(TIMES, 25_000).handshakeTimeoutMs).toBe(50_000);
  expect(makeSessionDefaults(TIMES, 50_000).handshakeTimeoutMs).toBe(60_000);
});
