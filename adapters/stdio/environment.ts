/** The environment that a target is started with. */
import { makeMark, OWNER } from './ownership.js';

/** What every process gets from ours; anything else a target needs is named by the user. */
const ALLOWED = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TERM|TMPDIR|TZ)$/;
const ALLOWED_ON_WINDOWS =
  /^(PATH|PATHEXT|COMSPEC|SYSTEMROOT|SYSTEMDRIVE|WINDIR|TEMP|TMP|USERNAME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES|PROCESSOR_ARCHITECTURE|TZ|LANG)$/i;

/** What a target gets, and the mark by which what it leaves behind is found. */
export function markTargetEnvironment(named: Readonly<Record<string, string>>): {
  env: NodeJS.ProcessEnv;
  mark: string;
} {
  const mark = makeMark();
  return { env: { ...makeTargetEnvironment(named), [OWNER]: mark }, mark };
}

export function makeTargetEnvironment(named: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const allowed = process.platform === 'win32' ? ALLOWED_ON_WINDOWS : ALLOWED;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => allowed.test(name))),
    ...named,
  };
}
