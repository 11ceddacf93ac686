/** Alters a request state so that its form stays and its content does not, in whatever text it is encoded. */

/** Each place's neighbours: a hex digit stays one, and a letter keeps its case, which hex and base32 do not tell. */
const ALPHABETS = ['0123456789', 'abcdef', 'ABCDEF', 'ghijklmnopqrstuvwxyz', 'GHIJKLMNOPQRSTUVWXYZ'];

/**
 * The state with another letter or digit past its middle. Not at the end, where base64 has bits that mean nothing.
 * `undefined` where there is no state, or no such place in it.
 */
export function alterState(state: unknown): string | undefined {
  if (typeof state !== 'string') return undefined;
  const places = [...state.matchAll(/[A-Za-z0-9]/g)].map(({ index }) => index).slice(0, -1);
  const place = places.find((index) => index >= Math.floor(state.length / 2)) ?? places.at(-1);
  if (place === undefined) return undefined;
  const char = state.charAt(place);
  const alphabet = ALPHABETS.find((letters) => letters.includes(char)) ?? '01';
  const next = alphabet.charAt((alphabet.indexOf(char) + 1) % alphabet.length);
  return state.slice(0, place) + next + state.slice(place + 1);
}
