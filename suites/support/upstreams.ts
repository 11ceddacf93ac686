/** Finds the servers of `mcptc upstream` behind a target, and reads what they say that reached them. */
import { parseJson } from '../../adapters/bytes.js';
import { isObject, type Json } from '../../adapters/json.js';
import type { Observation } from '../../adapters/observation.js';
import { readText } from './tool-calls.js';

const KINDS = ['echo', 'note', 'record'] as const;
type Kind = (typeof KINDS)[number];

/** One server behind the target: the names that its tools have there. */
export interface Upstream {
  readonly name: string;
  readonly tools: Readonly<Record<Kind, string>>;
}

export const NO_UPSTREAMS = 'no two servers of `mcptc upstream` stand behind this target';

/** By what their tools say of themselves: a gateway may give them other names. */
export function findUpstreams(tools: readonly Json[]): Upstream[] {
  const found = new Map<string, Partial<Record<Kind, string>>>();
  for (const { name, description } of tools) {
    const [, of, kind] = /mcptc upstream "([\w-]+)": (\w+)/.exec(String(description)) ?? [];
    if (of === undefined || typeof name !== 'string' || !KINDS.includes(kind as Kind)) continue;
    found.set(of, { ...found.get(of), [kind as Kind]: name });
  }
  return [...found].flatMap(([name, { echo, note, record }]) =>
    echo === undefined || note === undefined || record === undefined
      ? []
      : [{ name, tools: { echo, note, record } }],
  );
}

/** What a server tells: its own words, and all that it was sent, as text. */
export interface Told {
  readonly words: readonly string[];
  readonly heard: string;
  readonly seen: Observation;
}

/** `undefined` where the reply holds no record. */
export function readRecord(result: unknown, seen: Observation): Told | undefined {
  const record = parseJson(Buffer.from(readText(result)));
  if (!isObject(record) || !isObject(record['words']) || !Array.isArray(record['heard'])) return undefined;
  const words = Object.values(record['words']).filter((word) => typeof word === 'string');
  return { words, heard: JSON.stringify(record['heard']), seen };
}
