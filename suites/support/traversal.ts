/** URIs that lead out of what a server offers to a file that every system has and that holds no secret. */
import { isObject } from '../../adapters/json.js';
import type { Reply } from '../session.js';

/** Names of this machine; nothing in it is anybody's secret. */
const FILE = 'etc/hosts';
/** More parents than any folder has. */
const UP = 12;

/** What the file holds on every system that has it. */
const HOLDS = /^\s*(127\.0\.0\.1|::1)\s+\S*localhost/m;

const PARENTS = ['../', '%2e%2e/', '..%2f', '%2e%2e%2f', '..%5c', '%252e%252e%252f', '....//'] as const;

/** Ways out of the folder of a resource, and for files the absolute path. */
export function listWaysOut(uri: string): string[] {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(\/\/[^?#]*)/i.exec(uri) ?? [];
  if (rest === '') return [];
  // Behind the authority, or the uppermost folder where there is none.
  const folder = rest.includes('/', 2) ? rest.slice(0, rest.lastIndexOf('/') + 1) : `${rest}/`;
  const out = PARENTS.map((parent) => `${scheme}:${folder}${parent.repeat(UP)}${FILE}`);
  return scheme === 'file' ? [...out, `file:///${FILE}`, `file://localhost/${FILE}`] : out;
}

/** Texts that are no URI. */
export const NO_URIS = ['', ':', '://', 'no scheme at all', 'file:///%zz', 'http://[', '\u0000'] as const;

const readContents = ({ result }: Reply): unknown[] => {
  const contents = result?.['contents'];
  return Array.isArray(contents) ? contents : [];
};

/** Whether a resource was read at all. */
export const hasContents = (reply: Reply): boolean => readContents(reply).length > 0;

/** Whether what was read is the file outside. */
export const isFileOutside = (reply: Reply): boolean =>
  readContents(reply).some((item) => {
    if (!isObject(item)) return false;
    const { text, blob } = item;
    const read = typeof blob === 'string' ? Buffer.from(blob, 'base64').toString('latin1') : text;
    return typeof read === 'string' && HOLDS.test(read);
  });
