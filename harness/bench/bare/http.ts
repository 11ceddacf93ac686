/** A benchmark client that posts JSON over HTTP with nothing but undici. */
import { Agent, request } from 'undici';
import { makeMessage, type EchoClient } from '../waiting.js';

export async function connectBareHttp(url: string): Promise<EchoClient> {
  const dispatcher = new Agent();
  let lastId = 0;
  return {
    async ask(params) {
      const { body } = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify(makeMessage(++lastId, params)),
      });
      return body.json();
    },
    close: () => dispatcher.destroy(),
  };
}
