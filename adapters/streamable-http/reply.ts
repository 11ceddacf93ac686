/** Follows the HTTP response to one request: status, headers, body, and how it ended. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Ended } from '../adapter.js';
import { NEVER_OPENED, type OwnChannel } from '../channel.js';
import { observe } from '../observation.js';
import { DocumentBody, OtherBody, StreamBody, type Body, type BodyOptions } from './body.js';
import { flattenHeaders, isJson, readMediaType } from './headers.js';

const ACCEPTED = 202;

/** What tells a reader why there is no message in a body: `status 307, location: /mcp/`. */
function describeHead(status: number, headers: Record<string, string>): string {
  const fields = ['location', 'content-type', 'content-encoding'].flatMap((name) =>
    headers[name] === undefined ? [] : [`${name}: ${headers[name]}`],
  );
  return [`status ${status}`, ...fields].join(', ');
}

/** The answer to one request, from the moment that it is handed to undici until nothing more can come. */
export class HttpReply implements Dispatcher.DispatchHandler {
  readonly channel: OwnChannel;
  readonly #options: BodyOptions;
  readonly #onOver: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #body: Body | undefined;
  /** Status and headers. */
  #entry: number | undefined;
  /** What its head says of a body that is no message of ours. */
  #other = '';

  /** `onOver` is called once, when nothing more can come. */
  constructor(options: BodyOptions, onOver: () => void) {
    this.channel = options.channel;
    this.#options = options;
    this.#onOver = onOver;
  }

  /** Ends it from our side. Sends nothing; the connection under it is dropped. */
  drop(by: 'us' | 'fault', how: string): void {
    if (this.channel.over) return;
    this.#end(by, how, false);
    this.#controller?.abort(new Error(how));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.channel.over) controller.abort(new Error('dropped before it was sent'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    raw: IncomingHttpHeaders,
  ): void {
    if (status < 200 || this.channel.over) return;
    const headers = flattenHeaders(raw);
    const { transcript, channel } = this.#options;
    const binding = { ':status': String(status), ...headers };
    this.#entry = transcript.record({ direction: 'in', channel: channel.id, payload: '', binding });
    const entries = [this.#entry];
    const type = readMediaType(headers['content-type']);
    const refused = status >= 400;
    if (type === 'text/event-stream') this.#body = new StreamBody(this.#options);
    else if (isJson(type) && status !== ACCEPTED)
      this.#body = new DocumentBody({ ...this.#options, refused });
    else this.#body = new OtherBody(this.#options);
    if ((!refused && this.#body instanceof OtherBody && status !== ACCEPTED) || 'content-encoding' in headers)
      this.#other = ` (${describeHead(status, headers)})`;
    channel.open({
      refused,
      status: observe(status, 'HTTP status', entries),
      header: (name) => observe(headers[name.toLowerCase()], `header ${name.toLowerCase()}`, entries),
      streaming: type === 'text/event-stream',
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.channel.over) return;
    if (this.#body?.feed(chunk) === false || this.#body?.excess !== undefined) {
      this.drop('fault', this.#body.excess ?? `a message of more than ${this.#options.maxMessage} bytes`);
    } else if (this.#options.inbound.full) {
      controller.pause();
      this.#options.inbound.whenDrained(() => controller.resume());
    }
  }

  onResponseEnd(): void {
    this.#end('peer', `end of the response${this.#other}`, true);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const code = (error as NodeJS.ErrnoException).code;
    this.#end('fault', code === undefined ? error.message : `${code}: ${error.message}`, false);
  }

  #end(by: Ended['by'], how: string, complete: boolean): void {
    if (this.channel.over) return;
    this.#body?.end(complete);
    const { excess, flaw } = this.#body ?? {};
    if (excess !== undefined) [by, how, complete] = ['fault', excess, false];
    else if (flaw !== undefined) how = `${how}: ${flaw}`;
    const { transcript, channel } = this.#options;
    // The whole answer to a plain POST is in the record already; only streams and accidents have an end of their own.
    const plain = complete && !(this.#body instanceof StreamBody);
    const entry = (plain ? this.#entry : undefined) ?? transcript.note(how, channel.id);
    channel.open(NEVER_OPENED);
    channel.end({
      by,
      how: observe(how, 'end of the channel', [entry]),
      ...(this.#body?.lastEventId === undefined ? {} : { lastEventId: this.#body.lastEventId }),
      ...(this.#body?.retryMs === undefined ? {} : { retryMs: this.#body.retryMs }),
    });
    this.#onOver();
  }
}
