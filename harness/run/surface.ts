/** Takes down what a target offers, transport by transport, in a size that a result can keep. */
import type { Secrets } from '../../adapters/secrets.js';
import type { Json } from '../../adapters/json.js';
import { computeCanonicalHash, toWellFormed } from '../../reports/result/canonical.js';
import type { SurfaceLists, SurfaceReport } from '../../reports/result/surface.js';
import { LISTS } from '../../suites/support/lists.js';
import { DECIDING, withoutDates } from '../../suites/support/definitions.js';
import type { Inventory } from './inventory.js';
import { redactDocument } from './redact.js';
import type { SurveyedTransport } from './survey.js';

/** Items of one list, characters of a name, of one definition, and of all of them together. */
const MAX_ITEMS = 500;
const MAX_NAME = 200;
const MAX_DEFINITION = 8 * 1024;
const MAX_DEFINITIONS = 256 * 1024;

/** What each transport listed at each revision when the run began. `undefined` where nothing was listed. */
export function makeSurface(
  surveyed: readonly SurveyedTransport[],
  secrets: Secrets,
): SurfaceReport | undefined {
  const cells: Record<string, SurfaceLists> = {};
  const definitions: Record<string, unknown> = {};
  let room = MAX_DEFINITIONS;
  const keep = (item: Json): string => {
    const deciding = DECIDING.flatMap((name) =>
      item[name] === undefined ? [] : [[name, withoutDates(item[name])]],
    );
    const definition = toWellFormed(redactDocument(Object.fromEntries(deciding), secrets));
    const hash = computeCanonicalHash(definition);
    const { length } = JSON.stringify(definition);
    if (length > MAX_DEFINITION || length > room || hash in definitions) return hash;
    room -= length;
    definitions[hash] = definition;
    return hash;
  };
  for (const { transportTarget, survey } of surveyed)
    for (const [revision, inventory] of survey.accepted) {
      const lists = LISTS.flatMap((list) => {
        const items = readItems(inventory, list.items).slice(0, MAX_ITEMS);
        const named = items.map((item) => [nameOf(item[list.key], secrets), keep(item)] as const);
        return named.length === 0 ? [] : [[list.items, Object.fromEntries(named)] as const];
      });
      cells[`${transportTarget.transport}/${revision}`] = Object.fromEntries(lists);
    }
  return Object.values(cells).some((lists) => Object.keys(lists).length > 0)
    ? { cells, definitions }
    : undefined;
}

const readItems = (inventory: Inventory, list: (typeof LISTS)[number]['items']): readonly Json[] =>
  list === 'resourceTemplates' ? inventory.templates : inventory[list];

const nameOf = (name: unknown, secrets: Secrets): string =>
  secrets.redact(typeof name === 'string' ? name : (JSON.stringify(name) ?? '')).slice(0, MAX_NAME);
