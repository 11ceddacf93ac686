/** Spreads list changes and resource updates of the fixture to all clients of a process. */
import type { FixtureChange } from './fixture/contract.js';

/** Carries a change from the request that made it to every connection of the process. */
export interface Announcements {
  publish(change: FixtureChange): void;
  /** @returns what to call when the connection is gone. */
  join(listener: (change: FixtureChange) => void): () => void;
}

export function createAnnouncements(): Announcements {
  const listeners = new Set<(change: FixtureChange) => void>();
  return {
    publish: (change) => listeners.forEach((listener) => listener(change)),
    join(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What both SDKs' servers offer for it. */
interface Notifier {
  sendToolListChanged(): Promise<void>;
  sendPromptListChanged(): Promise<void>;
  sendResourceUpdated(params: { uri: string }): Promise<void>;
}

/** Passes a change on to one client; a client that left in the meantime misses it. */
export function deliver(change: FixtureChange, server: Notifier, watches: (uri: string) => boolean): void {
  if (change === 'tools') server.sendToolListChanged().catch(gone);
  else if (change === 'prompts') server.sendPromptListChanged().catch(gone);
  else if (watches(change.resource)) server.sendResourceUpdated({ uri: change.resource }).catch(gone);
}

const gone = (): void => undefined;
