/** Tells the published forms of the typed service apart: by its descriptor, or by what an answer has. */
import descriptor from 'protobufjs/ext/descriptor/index.js';
import { describeSymbol } from '../grpc/inspect.js';
import { isObject } from '../json.js';
import { loadGoogleCodec } from './codec.js';

/** The message that every response begins with, and what its fields say of the form. */
const MESSAGE = 'ResponseFields';
const FORMS: readonly (readonly [field: string, form: string])[] = [
  ['result_type', 'proto 0.2'],
  ['next_cursor', 'proto of 2025'],
];
const OLD = 'proto 0.1';

/** The form that reflection describes; `undefined` where it does not describe the service. */
export async function findForm(
  context: Parameters<typeof describeSymbol>[0],
  service: string,
): Promise<string | undefined> {
  const symbol = service.replace(/[^.]*$/, MESSAGE);
  const { value } = await describeSymbol(context, symbol, 'reflection');
  for (const file of value?.value.files ?? []) {
    const message = readMessages(file).find(({ name }) => name === MESSAGE);
    const fields = message?.field?.map(({ name }) => name);
    if (fields !== undefined) return FORMS.find(([field]) => fields.includes(field))?.[1] ?? OLD;
  }
  return undefined;
}

/** What comes is the target's: what cannot be read describes nothing. */
function readMessages(file: Buffer): { name?: string; field?: { name?: string }[] }[] {
  try {
    const { messageType } = descriptor.FileDescriptorProto.decode(file) as { messageType?: object[] };
    return messageType ?? [];
  } catch {
    return [];
  }
}

/** What one answer to a list shows; only 0.2 says something that no other form has. */
export function readFormOf(method: string, payload: Buffer | undefined): string {
  const unknown = 'a proto older than 0.2, or one that does not show';
  if (payload === undefined) return unknown;
  try {
    const { common } = loadGoogleCodec().decode(`${method}Response`, payload);
    if (!isObject(common)) return unknown;
    if (common['resultType'] !== undefined) return 'proto 0.2';
    return common['nextCursor'] === undefined ? unknown : 'proto of 2025';
  } catch {
    return unknown;
  }
}
