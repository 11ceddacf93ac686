import { checkRequest, type Nulled } from './check.js';
import { makeRunDocument, type RunDocument } from './document.js';
import type { ConformanceOptions, ConformanceTarget } from './options.cjs';

type Target = Nulled<ConformanceTarget>;
type Options = Nulled<ConformanceOptions>;

/** What a program asks for, checked and in the shape that a run is made of. Rejects with `UsageError`. */
export async function readRequest(target: Target, options: Options): Promise<RunDocument> {
  checkRequest(target, options);
  return makeRunDocument(...(await withArgs(target, options)));
}

/** Target and options with what the words of `args` add: lists grow, everything else is replaced. */
async function withArgs(
  target: Target,
  { args, ...options }: Options,
): Promise<[Target, Omit<Options, 'args'>]> {
  if (!args || args.length === 0) return [target, options];
  // Only here is the command line below a program; without such words nothing of it is loaded.
  const { parseRunWords } = await import('../cli/run-request.js');
  const words = parseRunWords(args);
  return [grown(target, words.target), grown(options, words.options)];
}

function grown<T extends object>(given: T, more: object): T {
  const all = { ...given } as Record<string, unknown>;
  for (const [name, value] of Object.entries(more)) all[name] = joined(all[name], value);
  return all as T;
}

function joined(before: unknown, value: unknown): unknown {
  if (before === undefined || before === null) return value;
  if (Array.isArray(value)) return [before, value].flat();
  return isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
