import { describe, expect, it } from '@jest/globals';
import {
  parseCaseSelectors,
  parseDuration,
  parseHeader,
  makeIntegerParser,
  parseList,
  makeListParser,
  makeReportRequestParser,
  parseShard,
  parseVariable,
} from './values.js';

type Row = [parse: (text: string) => unknown, text: string, value: unknown];

const reports = makeReportRequestParser(['matrix', 'json']);
const failOn = makeListParser(['fail', 'warn']);

describe('option values', () => {
  it.each<Row>([
    [parseDuration, '60s', 60_000],
    [parseDuration, '500ms', 500],
    [parseDuration, '10m', 600_000],
    [parseDuration, '1.5s', 1500],
    [parseDuration, '24h', 86_400_000],
    [makeIntegerParser(0, 10), '0', 0],
    [makeIntegerParser(0, 10), '10', 10],
    [parseList, 'a, b,c', ['a', 'b', 'c']],
    [parseShard, '2/5', { index: 2, of: 5 }],
    [parseShard, '1/1', { index: 1, of: 1 }],
    [failOn, 'warn,fail', ['warn', 'fail']],
    [parseHeader, 'X-Key:  a: b ', { 'x-key': 'a: b' }],
    [parseHeader, 'X-Empty:', { 'x-empty': '' }],
    [parseVariable, 'NAME', { NAME: undefined }],
    [parseVariable, 'NAME=', { NAME: '' }],
    [parseVariable, 'NAME=a,b=c\nd', { NAME: 'a,b=c\nd' }],
    [reports, 'json=out/a=b.json,matrix', [{ format: 'json', path: 'out/a=b.json' }, { format: 'matrix' }]],
    [
      parseCaseSelectors,
      'stdio/2025-11-25/shared/messages/id-is-echoed',
      [{ transport: 'stdio', revision: '2025-11-25', scenario: 'shared/messages/id-is-echoed' }],
    ],
  ])('%p takes %j', (parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each<Row>([
    [parseShard, '0/3', 'Expected I/N'],
    [parseShard, '4/3', 'Expected I/N'],
    [parseShard, '1', 'Expected I/N'],
    [parseShard, '-1/3', 'Expected I/N'],
    [parseShard, '1/99999', 'Expected I/N'],
    [parseDuration, '60', 'unit'],
    [parseDuration, '0s', 'unit'],
    [parseDuration, '-5s', 'unit'],
    [parseDuration, '25h', 'unit'],
    [parseDuration, '1e3s', 'unit'],
    [makeIntegerParser(1, 64), '0', 'from 1 to 64'],
    [makeIntegerParser(1, 64), '1.5', 'from 1 to 64'],
    [makeIntegerParser(1, 64), '', 'from 1 to 64'],
    [parseList, 'a,,b', 'commas'],
    [failOn, 'fail,everything', 'got everything'],
    [parseHeader, 'no colon', 'X-Api-Key'],
    [parseHeader, 'bad name: x', 'X-Api-Key'],
    [parseVariable, '1X=2', 'NAME=VALUE'],
    [parseVariable, '=x', 'NAME=VALUE'],
    [reports, 'html', 'one of matrix, json'],
    [reports, 'json=', 'one of matrix, json'],
    [parseCaseSelectors, 'stdio/2025-11-25', 'TRANSPORT/REVISION/SCENARIO'],
  ])('%p refuses %j', (parse, text, why) => {
    expect(() => parse(text)).toThrow(String(why));
  });

  it('adds to what was given before', () => {
    expect(parseList('c', ['a', 'b'])).toEqual(['a', 'b', 'c']);
    expect(parseHeader('b: 2', { a: '1' })).toEqual({ a: '1', b: '2' });
    expect(parseVariable('B=2', { A: undefined })).toEqual({ A: undefined, B: '2' });
    expect(reports('json', [{ format: 'matrix' }])).toHaveLength(2);
    expect(parseCaseSelectors('a/b/c', parseCaseSelectors('d/e/f'))).toHaveLength(2);
  });
});
