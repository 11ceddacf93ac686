/** Where the parts of a run lie below its folder. */

/** The result, and the folder of transcripts, in the folder of a run. */
export const RESULT_FILE = 'result.json';
export const TRANSCRIPTS = 'transcripts';

/**
 * Where the transcript of a case lies below the folder of transcripts. Transport and revision are names, a scenario is
 * path segments; whatever else a result may hold (it can come from anywhere) cannot leave the folder.
 */
export const getTranscriptPath = (one: { transport: string; revision: string; scenario: string }): string =>
  `${[one.transport, one.revision, ...one.scenario.split('/')].map(toSegment).join('/')}.jsonl`;

/** A name that came from anywhere, as one of a file. */
export const toSegment = (text: string): string => {
  const safe = text.replaceAll(/[^\w.-]/g, '_').slice(0, 100);
  return /^\.*$/.test(safe) ? '_' : safe;
};

/** A name of a file for `wanted` that is not in `taken` yet, whatever the case of its letters; it is taken then. None begins with a dot. */
export function takeSegment(wanted: string, taken: Set<string>): string {
  const safe = toSegment(wanted).replace(/^\.+/, '_');
  let name = safe;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${safe}-${count}`;
  taken.add(name.toLowerCase());
  return name;
}
