import { describe, expect, it } from '@jest/globals';
import { documentOf, eventsOf, isSingular } from './event-stream.js';

describe('eventsOf', () => {
  it('reads id, data and retry, and joins data lines', () => {
    const body = 'id: 7\nretry: 500\ndata: {"a":\ndata: 1}\n\nevent: message\ndata:two\n\n';
    expect(eventsOf(body)).toEqual([{ id: '7', retry: '500', data: '{"a":\n1}' }, { data: 'two' }]);
  });

  it('keeps events with empty data, which prime a client to resume', () => {
    expect(eventsOf('id: 1\ndata:\n\nid: 2\ndata\n\n')).toEqual([
      { id: '1', data: '' },
      { id: '2', data: '' },
    ]);
  });

  it('passes over comments, and over an event that was cut off', () => {
    expect(eventsOf(': still here\n\ndata: 1\n\ndata: 2\n')).toEqual([{ data: '1' }]);
  });

  it('takes every kind of line end', () => {
    expect(eventsOf('data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n').map(({ data }) => data)).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  it('keeps all but one leading space of a value', () => {
    expect(eventsOf('data:  x \n\n')).toEqual([{ data: ' x ' }]);
  });
});

describe('documentOf', () => {
  it('is undefined where the data is no JSON', () => {
    expect(documentOf({ data: '' })).toBeUndefined();
    expect(documentOf({ data: '[1]' })).toEqual([1]);
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
