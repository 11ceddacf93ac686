import { describe, expect, it } from '@jest/globals';
import {
  caseSelectors,
  duration,
  header,
  integer,
  list,
  listOf,
  reportRequests,
  shard,
  variable,
} from './values.js';

type Row = [parse: (text: string) => unknown, text: string, value: unknown];

const reports = reportRequests(['matrix', 'json']);
const failOn = listOf(['fail', 'warn']);

describe('option values', () => {
  it.each<Row>([
    [duration, '60s', 60_000],
    [duration, '500ms', 500],
    [duration, '10m', 600_000],
    [duration, '1.5s', 1500],
    [duration, '24h', 86_400_000],
    [integer(0, 10), '0', 0],
    [integer(0, 10), '10', 10],
    [list, 'a, b,c', ['a', 'b', 'c']],
    [shard, '2/5', { index: 2, of: 5 }],
    [shard, '1/1', { index: 1, of: 1 }],
    [failOn, 'warn,fail', ['warn', 'fail']],
    [header, 'X-Key:  a: b ', { 'x-key': 'a: b' }],
    [header, 'X-Empty:', { 'x-empty': '' }],
    [variable, 'NAME', { NAME: undefined }],
    [variable, 'NAME=', { NAME: '' }],
    [variable, 'NAME=a,b=c\nd', { NAME: 'a,b=c\nd' }],
    [reports, 'json=out/a=b.json,matrix', [{ format: 'json', path: 'out/a=b.json' }, { format: 'matrix' }]],
    [
      caseSelectors,
      'stdio/2025-11-25/shared/messages/id-is-echoed',
      [{ transport: 'stdio', revision: '2025-11-25', scenario: 'shared/messages/id-is-echoed' }],
    ],
  ])('%p takes %j', (parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each<Row>([
    [shard, '0/3', 'Expected I/N'],
    [shard, '4/3', 'Expected I/N'],
    [shard, '1', 'Expected I/N'],
    [shard, '-1/3', 'Expected I/N'],
    [shard, '1/99999', 'Expected I/N'],
    [duration, '60', 'unit'],
    [duration, '0s', 'unit'],
    [duration, '-5s', 'unit'],
    [duration, '25h', 'unit'],
    [duration, '1e3s', 'unit'],
    [integer(1, 64), '0', 'from 1 to 64'],
    [integer(1, 64), '1.5', 'from 1 to 64'],
    [integer(1, 64), '', 'from 1 to 64'],
    [list, 'a,,b', 'commas'],
    [failOn, 'fail,everything', 'got everything'],
    [header, 'no colon', 'X-Api-Key'],
    [header, 'bad name: x', 'X-Api-Key'],
    [variable, '1X=2', 'NAME=VALUE'],
    [variable, '=x', 'NAME=VALUE'],
    [reports, 'html', 'one of matrix, json'],
    [reports, 'json=', 'one of matrix, json'],
    [caseSelectors, 'stdio/2025-11-25', 'TRANSPORT/REVISION/SCENARIO'],
  ])('%p refuses %j', (parse, text, why) => {
    expect(() => parse(text)).toThrow(String(why));
  });

  it('adds to what was given before', () => {
    expect(list('c', ['a', 'b'])).toEqual(['a', 'b', 'c']);
    expect(header('b: 2', { a: '1' })).toEqual({ a: '1', b: '2' });
    expect(variable('B=2', { A: undefined })).toEqual({ A: undefined, B: '2' });
    expect(reports('json', [{ format: 'matrix' }])).toHaveLength(2);
    expect(caseSelectors('a/b/c', caseSelectors('d/e/f'))).toHaveLength(2);
  });
});
