/** Which recommendations of others a requirement serves: lists that people are asked about beside the specification. */
import type { RequirementId } from './index.js';

export interface Recommendation {
  readonly name: string;
  readonly link: string;
}

const OWASP = 'https://owasp.org/www-project-mcp-top-10/';
const NSA =
  'https://www.nsa.gov/Press-Room/Press-Releases-Statements/Press-Release-View/Article/4496698/nsa-releases-security-design-considerations-for-ai-driven-automation-leveraging/';

const owasp = (risk: string): Recommendation => ({ name: `OWASP MCP Top 10, ${risk}`, link: OWASP });
const nsa = (risk: string): Recommendation => ({
  name: `NSA, Security Design Considerations for AI-Driven Automation (May 2026): ${risk}`,
  link: NSA,
});

const SHARING = [owasp('MCP10 Context Injection & Over-Sharing'), nsa('context sharing')];
const POISONING = [owasp('MCP03 Tool Poisoning'), nsa('dynamic tool invocation')];
const AUTHORIZATION = [
  owasp('MCP07 Insufficient Authentication & Authorization'),
  nsa('implicit trust relationships'),
];

/** By requirement; most serve none. */
export const recommendations: Readonly<Partial<Record<RequirementId, readonly Recommendation[]>>> = {
  'apart.replies': SHARING,
  'apart.progress': SHARING,
  'apart.upstreams': SHARING,
  'caching.public-for-all': SHARING,
  'http.token-not-passed-through': [
    owasp('MCP01 Token Mismanagement & Secret Exposure'),
    nsa('implicit trust relationships'),
  ],
  'apart.definitions-hold': POISONING,
  'apart.read-only-changes-no-list': POISONING,
  'http.session-is-no-credential': AUTHORIZATION,
  'http.session-bound-to-identity': AUTHORIZATION,
  'apart.cursors': AUTHORIZATION,
  'apart.resources': AUTHORIZATION,
  'apart.request-state': AUTHORIZATION,
  'apart.tasks': AUTHORIZATION,
  'http.session-id-unpredictable': AUTHORIZATION,
  'http.401-has-challenge': AUTHORIZATION,
  'http.invalid-token-unauthorized': AUTHORIZATION,
};
