/** The table of all faults by id, put together from the files about each area of the protocol. */
import type { Fault } from './fault.js';
import { apart } from './rows/apart.js';
import { client } from './rows/client.js';
import { codes } from './rows/codes.js';
import { garbage } from './rows/garbage.js';
import { grpc } from './rows/grpc.js';
import { grpcHttp2 } from './rows/grpc-http2.js';
import { grpcLibraries } from './rows/grpc-libraries.js';
import { grpcTunnel } from './rows/grpc-tunnel.js';
import { http } from './rows/http.js';
import { httpModern } from './rows/http-modern.js';
import { identities } from './rows/identities.js';
import { inputRequests } from './rows/input-required.js';
import { leaks } from './rows/leaks.js';
import { lifecycle } from './rows/lifecycle.js';
import { messages } from './rows/messages.js';
import { modern } from './rows/modern.js';
import { observed } from './rows/observed.js';
import { outage } from './rows/outage.js';
import { overheard } from './rows/overheard.js';
import { resources } from './rows/resources.js';
import { sessions } from './rows/sessions.js';
import { stdio } from './rows/stdio.js';
import { tool } from './rows/tools.js';
import { utilities } from './rows/utilities.js';
import { websocket } from './rows/websocket.js';
import { webSocketBinding } from './rows/websocket-binding.js';

/** Every fault by its id: an area is one file in `rows/` and one line here. */
export const allFaults = {
  ...apart,
  ...client,
  ...codes,
  ...garbage,
  ...grpc,
  ...grpcHttp2,
  ...grpcLibraries,
  ...grpcTunnel,
  ...http,
  ...httpModern,
  ...identities,
  ...inputRequests,
  ...leaks,
  ...lifecycle,
  ...messages,
  ...modern,
  ...observed,
  ...outage,
  ...overheard,
  ...resources,
  ...sessions,
  ...stdio,
  ...tool,
  ...utilities,
  ...websocket,
  ...webSocketBinding,
} satisfies Record<string, Fault>;
