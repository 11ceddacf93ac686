/** The catalogue of all requirements, put together from one file for each source document. */
import { grpcDocuments } from './grpc.js';
import { http9110 } from './http.js';
import { jsonrpc } from './jsonrpc.js';
import { apart } from './mcp/apart.js';
import { client } from './mcp/client.js';
import { completion } from './mcp/completion.js';
import { grpcBinding } from './mcp/grpc.js';
import { grpcGoogleBinding } from './mcp/grpc-google.js';
import { logging } from './mcp/logging.js';
import { mrtr } from './mcp/mrtr.js';
import { progress } from './mcp/progress.js';
import { prompts } from './mcp/prompts.js';
import { resources } from './mcp/resources.js';
import { subscriptions } from './mcp/subscriptions.js';
import { tools } from './mcp/tools.js';
import { stdioBinding } from './mcp/stdio.js';
import { streamableHttp } from './mcp/streamable-http.js';
import { webSocketBinding } from './mcp/websocket.js';
import { base } from './mcp/base.js';
import { lifecycle } from './mcp/lifecycle.js';
import { patterns } from './mcp/patterns.js';
import { utilities } from './mcp/utilities.js';
import { versioning } from './mcp/versioning.js';
import type { Requirement } from './requirement.js';
import { rfc6455 } from './rfc6455.js';
import { outage } from './outage.js';
import { robustness } from './robustness.js';
import { wire } from './wire.js';

/** The whole catalogue: a document is one file beside this one and one line here. */
export const catalogue = {
  ...grpcDocuments,
  ...http9110,
  ...jsonrpc,
  ...apart,
  ...client,
  ...completion,
  ...logging,
  ...mrtr,
  ...progress,
  ...prompts,
  ...resources,
  ...subscriptions,
  ...tools,
  ...rfc6455,
  ...outage,
  ...robustness,
  ...grpcBinding,
  ...grpcGoogleBinding,
  ...stdioBinding,
  ...streamableHttp,
  ...webSocketBinding,
  ...base,
  ...lifecycle,
  ...patterns,
  ...utilities,
  ...versioning,
  ...wire,
};

export type RequirementId = keyof typeof catalogue;

export const getRequirement = (id: RequirementId): Requirement => catalogue[id];
export const requirementIds = Object.keys(catalogue) as RequirementId[];
