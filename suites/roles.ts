/** The roles that tools play in scenarios: what each does, which fixtures fill it by name, and what a name for it looks like. */
import type { Json } from '../adapters/json.js';
import type { Era } from '../adapters/revision.js';

export interface Role {
  /** Completes "none of the 9 safe calls …" and "a tool that …". */
  readonly does: string;
  /** By name, with arguments that they take; the first that the target offers is lent. */
  readonly fixtures: Readonly<Record<string, { readonly arguments?: Json; readonly era?: Era }>>;
  /** Who plays it is judged by another scenario than those that need the fixture: see `shared/tools/safe-calls`. */
  readonly judgedElsewhere?: true;
  /** In the name or description of a tool that may not be called, a sign that it would play the role. */
  readonly hint: RegExp;
}

const defineRoles = <const T extends Record<string, Role>>(roles: T & Record<string, Role>): T => roles;

export const ROLES = defineRoles({
  progress: {
    does: 'reports progress',
    fixtures: { test_tool_with_progress: {} },
    hint: /progress|long.?running/i,
  },
  slow: {
    does: 'takes more than half a second and less than five',
    fixtures: { test_slow: { arguments: { ms: 1_000 } } },
    hint: /\bslow|sleep|long.?running/i,
  },
  logging: {
    does: 'sends log messages',
    fixtures: { test_tool_with_logging: { era: 'legacy' }, test_logging_tool: { era: 'modern' } },
    hint: /\blogging\b|log.?message/i,
  },
  elicitation: {
    does: 'asks the user for input',
    fixtures: { test_elicitation: { arguments: { message: 'What do you say?' } } },
    hint: /elicit/i,
  },
  sampling: {
    does: 'asks for sampling',
    fixtures: { test_sampling: { arguments: { prompt: 'Say something.' } } },
    hint: /\bsampling\b/i,
  },
  failure: {
    does: 'fails with isError',
    fixtures: { test_error_handling: {} },
    judgedElsewhere: true,
    hint: /(?!)/,
  },
  image: {
    does: 'returns an image',
    fixtures: { test_image_content: {} },
    judgedElsewhere: true,
    hint: /\bimages?\b|screen.?shot|picture|photo/i,
  },
  audio: {
    does: 'returns audio',
    fixtures: { test_audio_content: {} },
    judgedElsewhere: true,
    hint: /\baudio\b|\bsound\b|speech/i,
  },
  'embedded-resource': {
    does: 'returns an embedded resource',
    fixtures: { test_embedded_resource: {} },
    judgedElsewhere: true,
    hint: /embedded.?resource/i,
  },
});

export type RoleName = keyof typeof ROLES;
export const roleNames = Object.keys(ROLES) as RoleName[];

/** The role of a fixture that others may play as well; `undefined` where it shows what is exact and its own. */
export const findRoleOf = (fixture: string): RoleName | undefined =>
  roleNames.find((name) => {
    const role: Role = ROLES[name];
    return role.judgedElsewhere === true && Object.hasOwn(role.fixtures, fixture);
  });
