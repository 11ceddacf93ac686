/** Keeps sent events in memory, so that a legacy client can resume a broken event stream. */

const MOST_CHARACTERS = 16 * 1024 * 1024;

interface Event {
  id: string;
  stream: string;
  message: string;
}

/** What both SDKs ask of an event store; `Message` is their type of a JSON-RPC message. */
interface EventStore<Message> {
  storeEvent(stream: string, message: Message): Promise<string>;
  getStreamIdForEventId(id: string): Promise<string | undefined>;
  replayEventsAfter(
    id: string,
    receiver: { send: (id: string, message: Message) => Promise<void> },
  ): Promise<string>;
}

/** The events of one session, for clients that resume a stream. Keeps the newest 16 Mi characters, and always the last. */
export function createEventStore<Message extends object>(): EventStore<Message> {
  let events: Event[] = [];
  let characters = 0;
  let count = 0;
  return {
    storeEvent(stream, message) {
      count += 1;
      const event = { id: `${stream}.${count}`, stream, message: JSON.stringify(message) };
      events.push(event);
      characters += event.message.length;
      while (characters > MOST_CHARACTERS && events.length > 1) {
        characters -= events.shift()?.message.length ?? 0;
      }
      return Promise.resolve(event.id);
    },

    getStreamIdForEventId: (id) => Promise.resolve(events.find((event) => event.id === id)?.stream),

    async replayEventsAfter(id, { send }) {
      const at = events.findIndex((event) => event.id === id);
      const stream = events[at]?.stream;
      if (stream === undefined) throw new Error(`Unknown event: ${id}`);
      for (const event of events.slice(at + 1)) {
        // '{}' is the event that opens a stream and carries no message.
        if (event.stream === stream && event.message !== '{}') {
          await send(event.id, JSON.parse(event.message) as Message);
        }
      }
      return stream;
    },
  };
}
