/** Faults that a gRPC library brings along, in the tunnel and the typed service alike: frames, names, reflection, refusals. */
import { defineFaults } from '../fault.js';

const OK = 0;
const UNKNOWN = 2;
const RESOURCE_EXHAUSTED = 8;
const INTERNAL = 13;

/** Servers that are wrong below MCP, as known libraries are. */
export const grpcLibraries = defineFaults({
  'grpc-wants-whole-frames': {
    requirement: 'grpc.frames-unaligned',
    how: 'A message that does not come in one DATA frame cannot be read.',
    grpc: { wantsWholeFrames: true },
  },
  'grpc-takes-reserved-name': {
    requirement: 'grpc.reserved-names-unused',
    how: 'Trailers have a name of its own that begins with grpc-.',
    grpc: { trailers: (trailers) => void (trailers['grpc-mcp-session'] = 'one') },
  },
  'grpc-reflection-silent': {
    requirement: 'grpc.reflection-answers',
    how: 'A question after an unknown symbol gets no answer.',
    grpc: {
      frame: ({ bytes }, { path }) =>
        path.includes('ServerReflection') && bytes.includes('mcptc.Unknown') ? { status: OK } : undefined,
    },
  },
  'grpc-core-binary-list': {
    requirement: 'grpc.library-binary-list',
    how: 'Refuses several values of a binary key as C-core does.',
    spares: ['grpc.binary-metadata-list'],
    grpc: {
      request: ({ headers }) =>
        headers['x-mcptc-bin']?.includes(',') === true
          ? { status: INTERNAL, words: "Error parsing 'x-mcptc-bin' metadata: illegal base64 encoding" }
          : undefined,
    },
  },
  'grpc-go-cardinality': {
    requirement: 'grpc.library-cardinality',
    how: 'Refuses a second message as grpc-go does.',
    spares: ['grpc.request-cardinality'],
    grpc: {
      frame(_frame, { path, channel }) {
        channel['frames'] = Number(channel['frames'] ?? 0) + 1;
        const words = 'cardinality violation: received multiple request messages';
        return !path.endsWith('/Session') && channel['frames'] === 2
          ? { status: INTERNAL, words }
          : undefined;
      },
    },
  },
  'grpc-python-malformed': {
    requirement: 'grpc.library-malformed-status',
    how: 'Refuses what is no protobuf as the asyncio library of Python does.',
    spares: ['grpc.malformed-frame-status'],
    grpc: {
      frame: ({ notes }) =>
        notes['frame']?.startsWith('no protobuf')
          ? { status: UNKNOWN, words: "Unexpected <class 'google.protobuf.message.DecodeError'>: corrupt" }
          : undefined,
    },
  },
  'grpc-cancelled-calls-count': {
    requirement: 'robustness.grpc-cancelled-calls',
    how: 'Calls that were cancelled stay on the account of the server.',
    grpc: {
      request: ({ memory }) =>
        Number(memory['cancelled'] ?? 0) > 50 ? { status: RESOURCE_EXHAUSTED } : undefined,
    },
  },
});
