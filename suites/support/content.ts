/** What kinds of content a result of a tool holds. */
import { isObject } from '../../adapters/json.js';
import type { RoleName } from '../roles.js';

const ROLE_OF: Readonly<Record<string, RoleName>> = {
  image: 'image',
  audio: 'audio',
  resource: 'embedded-resource',
};

/** The roles that a tool plays by what its result holds. */
export function listContentRoles(result: unknown): RoleName[] {
  const content = isObject(result) ? result['content'] : undefined;
  if (!Array.isArray(content)) return [];
  const types = content.map((item: unknown) => (isObject(item) ? String(item['type']) : ''));
  return types.flatMap((type) => (Object.hasOwn(ROLE_OF, type) ? [ROLE_OF[type] as RoleName] : []));
}
