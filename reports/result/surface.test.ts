import { expect, it } from '@jest/globals';
import { diffSurfaces, joinSurfaces, type SurfaceLists } from './surface.js';

const CELL = 'stdio/2025-11-25';
const make = (lists: SurfaceLists, definitions: Record<string, unknown> = {}, cell = CELL) => ({
  target: { surface: { cells: { [cell]: lists }, definitions } },
});
const text = (type: string, more: object = {}) => ({
  description: 'Says it back',
  inputSchema: { type: 'object', properties: { 'a/b': { type }, ...more } },
});

it('names what was added, removed and changed by JSON pointer, with the cells in which it was', () => {
  const old = make({ tools: { echo: '1', gone: '2' } }, { 1: text('string', { old: {} }), 2: {} });
  const now = make(
    { tools: { echo: '3', come: '2' }, prompts: { ask: '4' } },
    { 3: text('number', { new: {} }), 2: {} },
  );
  const told = (change: string, pointer: string) => ({ change, pointer, cells: [CELL] });
  expect(diffSurfaces(now, old)).toEqual([
    told('changed', '/tools/echo/inputSchema/properties/a~1b/type'),
    told('removed', '/tools/echo/inputSchema/properties/old'),
    told('added', '/tools/echo/inputSchema/properties/new'),
    told('removed', '/tools/gone'),
    told('added', '/tools/come'),
    told('added', '/prompts'),
  ]);
  expect(diffSurfaces(now, now)).toEqual([]);
});

it('names the item where its definition was not kept, and nothing where a result has no surface', () => {
  const [old, now] = [make({ tools: { echo: '1' } }), make({ tools: { echo: '2' } }, { 2: text('string') })];
  expect(diffSurfaces(now, old)).toEqual([{ change: 'changed', pointer: '/tools/echo', cells: [CELL] }]);
  expect(diffSurfaces(now, { target: {} })).toEqual([]);
  expect(diffSurfaces({ target: {} }, old)).toEqual([]);
});

it('says nothing of transports that only one result has, and takes names for names', () => {
  const lists = JSON.parse('{"tools":{"__proto__":"1","constructor":"1"}}') as SurfaceLists;
  const old = make({ tools: {} });
  expect(diffSurfaces(make(lists), old).map(({ pointer }) => pointer)).toEqual([
    '/tools/__proto__',
    '/tools/constructor',
  ]);
  expect(diffSurfaces(make(lists, {}, 'grpc/2025-11-25'), old)).toEqual([]);
});

it('tells of a bounded number of changes', () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`tool-${at}`, '1']));
  expect(diffSurfaces(make({ tools: many }), make({ tools: {} }))).toHaveLength(1_000);
});

it('is joined from parts', () => {
  const parts = [
    make({ tools: { echo: '1' } }, { 1: {} }),
    make({}, { 2: {} }, 'grpc/2025-11-25'),
    { target: {} },
  ];
  expect(joinSurfaces(parts)).toEqual({
    surface: {
      cells: { [CELL]: { tools: { echo: '1' } }, 'grpc/2025-11-25': {} },
      definitions: { 1: {}, 2: {} },
    },
  });
});
