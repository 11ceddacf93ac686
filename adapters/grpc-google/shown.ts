/** The JSON form of a typed message, as a transcript has it. */
import type { Json } from '../json.js';
import type { Sighting, Transcript } from '../transcript.js';

/** Bytes of a message of which nothing is left out here. */
const SHORT = 32 * 1024;
/** Characters that are kept of each end of one text in a longer message: all of it as JSON costs more than the call itself. */
const KEEP = 8 * 1024;

/** `octets` is the message on the wire. */
export function formatMessage(
  json: Json,
  octets: Buffer,
  { secrets, keep: most }: Transcript,
): Pick<Sighting, 'payload' | 'partOf'> {
  if (octets.length <= SHORT) return { payload: JSON.stringify(json) };
  const keep = Math.min(KEEP, most);
  let left = 0;
  const payload = JSON.stringify(json, (_, value: unknown) => {
    if (typeof value !== 'string' || value.length <= 2 * keep) return value;
    const { text, cut } = secrets.cut(value, { head: keep, tail: keep });
    left += cut;
    return text;
  });
  return left === 0 ? { payload } : { payload, partOf: { octets, left } };
}
