import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Fence } from '../../containers/engine/fence.js';
import type { ImageSpec } from '../../containers/engine/image.js';
import { UsageError } from './errors.js';
import type { Expander } from './expand.js';
import type { FenceConfig, ImageConfig } from './load.js';
import type { CommandExpander } from './surroundings.js';

interface Around {
  /** For messages: `mcptc.yaml: transports.stdio`. */
  where: string;
  block: string;
  base: string;
  expander: Expander;
  expandCommand: CommandExpander;
}

/** What runs in a container, or `undefined` where nothing of the block does. Throws `UsageError`. */
export function resolveImage(
  config: ImageConfig & { command?: string[] },
  { where, block, base, expander, expandCommand }: Around,
): ImageSpec | undefined {
  const { image, dockerfile, context, buildArgs, command } = config;
  if (image !== undefined && dockerfile !== undefined) {
    throw new UsageError(`${where}: \`image\` and \`dockerfile\` both name what runs`, 'Keep one of them.');
  }
  const useless = (['context', 'buildArgs'] as const).find((field) => config[field] !== undefined);
  if (dockerfile === undefined && useless !== undefined) {
    throw new UsageError(`${where}.${useless} has no effect without \`dockerfile\``, 'Leave it out.');
  }
  if (image === undefined && dockerfile === undefined) return undefined;
  const what =
    command === undefined ? {} : { command: expandCommand(command, `transports.${block}.command`) };
  if (dockerfile === undefined) return { image: expander.text(image ?? '', `${where}.image`), ...what };
  const file = resolve(base, expander.text(dockerfile, `${where}.dockerfile`));
  const folder = context === undefined ? dirname(file) : resolve(base, context);
  const within = relative(folder, file);
  if (within.startsWith('..') || isAbsolute(within)) {
    throw new UsageError(`${where}: ${file} is not in its context ${folder}`, 'Name a folder that holds it.');
  }
  const args = Object.fromEntries(
    Object.entries(buildArgs ?? {}).map(([name, value]) => [
      name,
      expander.text(value, `${where}.buildArgs.${name}`),
    ]),
  );
  return { dockerfile: { file, context: folder, args }, ...what };
}

const UNITS = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 } as const;

/** `512m` in bytes; the schema has seen to its form. */
const bytes = (text: string): number =>
  Number(text.slice(0, -1)) * UNITS[text.slice(-1) as keyof typeof UNITS];

/** Throws `UsageError` where a folder to mount is not there: the engine would make one. */
export function resolveFence(
  { memory, tmp, mounts, ...rest }: FenceConfig,
  { from, base }: { from: string; base: string },
): Partial<Fence> {
  return {
    ...rest,
    ...(memory === undefined ? {} : { memory: bytes(memory) }),
    ...(tmp === undefined ? {} : { tmp: bytes(tmp) }),
    ...(mounts === undefined
      ? {}
      : {
          mounts: mounts.map((mount) => {
            const [host = '', ...inside] = mount.split(':');
            const folder = resolve(base, host);
            if (!existsSync(folder)) {
              throw new UsageError(
                `${from}: fence.mounts: there is no ${folder}`,
                'It is relative to the config file.',
              );
            }
            return [folder, ...inside].join(':');
          }),
        }),
  };
}
