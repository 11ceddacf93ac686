/** What an RPC that is written by hand goes over. */
import type { ClientHttp2Session } from 'node:http2';
import type { Transcript } from '../transcript.js';
import type { decodeGrpcFrame, Field } from './frame.js';

export interface Via {
  session: ClientHttp2Session;
  path: string;
  /** The user's metadata. */
  own: Readonly<Record<string, string>>;
  field: Field;
  transcript: Transcript;
  channel: string;
  /** Bytes of one message. */
  maxMessage: number;
  /** In place of a JSON document in that one field. */
  codec?: { encode: (message: object) => Buffer; decode: (payload: Buffer) => Decoded };
}

type Decoded = ReturnType<typeof decodeGrpcFrame>;
