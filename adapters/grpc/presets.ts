/** Known gRPC tunnels with their method paths and fields, and the choice between stream and calls. */
import type { Era } from '../revision.js';
import type { GrpcEndpoint, GrpcMode } from './endpoint.js';
import type { Field } from './frame.js';

/** A tunnel: a JSON-RPC message in one field of each frame. What else differs are names. */
export interface Preset {
  /** Full method path of a stream both ways, where there is one. */
  bidi?: string;
  /** Full method path that takes one frame and answers with a stream, or with one frame. */
  call?: string;
  field: Field;
}

export const presets = {
  /** Our own binding: proto/README.md. */
  tunnel: {
    bidi: '/mcp.tunnel.v1.McpTunnel/Session',
    call: '/mcp.tunnel.v1.McpTunnel/Call',
    field: { number: 1, type: 'bytes' },
  },
  // Public tunnels, as their own .proto files and documents have them; proto/README.md names the repositories.
  emcp: { bidi: '/emcp.v1.MCPTransport/Stream', field: { number: 1, type: 'bytes' } },
  'mcp-go': {
    bidi: '/mcp.MCPService/StreamMessages',
    call: '/mcp.MCPService/SendMessage',
    field: { number: 1, type: 'bytes' },
  },
  'mcp-grpc': { bidi: '/mcp.grpc.v1.MCPTransport/Connect', field: { number: 1, type: 'bytes' } },
  'mcp-grpc-transport': { bidi: '/mcp.transport.v1.Mcp/Session', field: { number: 1, type: 'string' } },
  'mcp-zig': { call: '/mcp.zig.transport.v1.Mcp/Call', field: { number: 1, type: 'bytes' } },
  mcpkit: { bidi: '/mcp.McpService/Stream', field: { number: 1, type: 'string' } },
  serena: { bidi: '/serena.v1.ForwarderService/StreamMCP', field: { number: 1, type: 'bytes' } },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as PresetName[];

/** What is called, and how. */
export interface Route {
  mode: GrpcMode;
  path: string;
  field: Field;
}

/**
 * A stream for the legacy era and calls for the modern one, where the preset has both. A method path without a mode is a
 * stream. Undefined where the endpoint makes no sense; `whyNot` has the words.
 */
export function findRoute(endpoint: GrpcEndpoint, era: Era): Route | undefined {
  const preset: Preset | undefined = presets[endpoint.preset as PresetName];
  if (preset === undefined) return undefined;
  const both = preset.bidi !== undefined && preset.call !== undefined;
  const natural: GrpcMode = both
    ? era === 'legacy'
      ? 'bidi'
      : 'call'
    : preset.bidi === undefined
      ? 'call'
      : 'bidi';
  const mode = endpoint.mode ?? (endpoint.method === undefined ? natural : 'bidi');
  const path = endpoint.method ?? renameService(preset[mode], endpoint.service);
  if (path === undefined || !/^\/[^/\s]+\/[^/\s]+$/.test(path)) return undefined;
  return {
    mode,
    path,
    field: {
      number: endpoint.fieldNumber ?? preset.field.number,
      type: endpoint.field ?? preset.field.type,
    },
  };
}

/** The same method of a service with another full name, where one is named. */
const renameService = (path: string | undefined, service: string | undefined): string | undefined =>
  service === undefined ? path : path?.replace(/^\/[^/]+/, `/${service}`);

export const explainNoRoute = ({ preset, method, mode }: GrpcEndpoint): string => {
  if (!presetNames.some((name) => name === preset)) return `Choose a profile: ${presetNames.join(', ')}.`;
  if (method !== undefined) return `${method} is no method path; write it as /package.Service/Method.`;
  return `The profile ${preset} has no method for the mode ${mode}; name one.`;
};
