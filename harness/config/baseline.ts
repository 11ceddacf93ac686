/** Reads a baseline file, the YAML list of known failures. */
import type { Document } from 'yaml';
import type { KnownFailure } from '../../reports/result/result.js';
import { parseYaml, readUserFile } from './yaml.js';

const SCHEMA = new URL('../../../harness/config/baseline.schema.json', import.meta.url);

export interface BaselineFile {
  /** In the order of the file, each with its place. */
  entries: KnownFailure[];
  /** As it was read, comments and all. */
  document: Document;
}

/** Reads a baseline. Throws `UsageError` that names file, line and column of what is wrong. */
export const loadBaseline = (file: string): Promise<BaselineFile> =>
  parseBaseline(readUserFile(file, '`mcptc baseline update RESULT` writes one.'), file);

export async function parseBaseline(text: string, file: string): Promise<BaselineFile> {
  // A file with nothing but comments is a baseline without entries.
  const { value, document, at } = await parseYaml<KnownFailure[]>(text, file, {
    schema: SCHEMA,
    next: 'Correct the file; the schema is mcp-transport-conformance/baseline.schema.json.',
    emptyAs: [],
  });
  return { entries: value.map((entry, index) => ({ ...entry, at: at([index]) })), document };
}
