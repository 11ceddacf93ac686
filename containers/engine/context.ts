/** The settings that all containers of one target share. */
import type { Engine } from './engine.js';
import type { Fence } from './fence.js';

/** What all containers of a target have in common. */
export interface ContainerContext {
  engine: Engine;
  fence: Fence;
  env: Readonly<Record<string, string>>;
  startTimeoutMs: number;
  redact: (text: string) => string;
}
