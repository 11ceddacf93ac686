import { describe, expect, it } from '@jest/globals';
import { parseEventDocument, parseEvents, isSingular } from './event-stream.js';

describe('eventsOf', () => {
  it('reads id, data and retry, and joins data lines', () => {
    const body = 'id: 7\nretry: 500\ndata: {"a":\ndata: 1}\n\nevent: message\ndata:two\n\n';
    expect(parseEvents(body)).toEqual([{ id: '7', retry: '500', data: '{"a":\n1}' }, { data: 'two' }]);
  });

  it('keeps events with empty data, which prime a client to resume', () => {
    expect(parseEvents('id: 1\ndata:\n\nid: 2\ndata\n\n')).toEqual([
      { id: '1', data: '' },
      { id: '2', data: '' },
    ]);
  });

  it('passes over comments, and over an event that was cut off', () => {
    expect(parseEvents(': still here\n\ndata: 1\n\ndata: 2\n')).toEqual([{ data: '1' }]);
  });

  it('takes every kind of line end', () => {
    expect(parseEvents('data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n').map(({ data }) => data)).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  it('keeps all but one leading space of a value', () => {
    expect(parseEvents('data:  x \n\n')).toEqual([{ data: ' x ' }]);
  });
});

describe('documentOf', () => {
  it('is undefined where the data is no JSON', () => {
    expect(parseEventDocument({ data: '' })).toBeUndefined();
    expect(parseEventDocument({ data: '[1]' })).toEqual([1]);
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
    expect(isSingular({ data })).toBe(singular);
  });
});
