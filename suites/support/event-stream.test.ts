import { describe, expect, it } from '@jest/globals';
import {
  isMessageEvent,
  isResponseEvent,
  isSingular,
  listEventIds,
  parseEventDocument,
  readText,
} from './event-stream.js';

const event = (text: string, more: { id?: string; event?: string } = {}) => ({
  data: Buffer.from(text),
  ...more,
});

describe('parseEventDocument', () => {
  it('is undefined where the data is no JSON', () => {
    expect(parseEventDocument(event(''))).toBeUndefined();
    expect(parseEventDocument(event('[1]'))).toEqual([1]);
  });

  it('takes a line separator of Unicode for what it is in JSON', () => {
    expect(parseEventDocument(event('{"text":"o\u2028k"}'))).toEqual({ text: 'o\u2028k' });
    expect(readText(event('o\u2028k'))).toBe('o\u2028k');
  });
});

describe('isResponseEvent', () => {
  it.each([
    ['{"id":1,"result":{}}', true],
    ['[{"id":1,"error":{}}]', true],
    ['{"id":"1","result":{}}', false],
    ['{"id":1,"method":"ping"}', false],
    ['', false],
  ])('%s: %s', (data, answers) => {
    expect(isResponseEvent(event(data), 1)).toBe(answers);
  });
});

describe('isSingular', () => {
  it.each([
    ['{"id":1,"result":{}}', true],
    ['{"id":1,"method":"ping"}', true],
    ['{"method":"notifications/progress"}', true],
    ['{"method":"notifications/message"}', false],
    ['', false],
  ])('%s: %s', (data, singular) => {
    expect(isSingular(event(data))).toBe(singular);
  });
});

describe('isMessageEvent', () => {
  it('passes over events that prime, and over those with another name', () => {
    expect([event('{}'), event('{}', { event: 'message' })].map(isMessageEvent)).toEqual([true, true]);
    expect([event('', { id: '1' }), event('now', { event: 'keepalive' })].map(isMessageEvent)).toEqual([
      false,
      false,
    ]);
  });
});

describe('listEventIds', () => {
  it('leaves out events without an id', () => {
    expect(listEventIds([event('', { id: '1' }), event('{}'), event('{}', { id: '' })])).toEqual(['1']);
  });
});
