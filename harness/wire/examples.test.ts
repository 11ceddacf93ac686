import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeAjv, getDefinitionRef } from './compile.js';
import { loadContract, type Sent } from './index.js';
import { specFolder, specPresent } from './official.test.helper.js';
import { makeContractSchema } from './schema/index.js';

/** The official examples of 2026-07-28 lie in folders by the name of their definition. */
const REVISION = '2026-07-28';
const folder = join(specFolder, `${REVISION}.examples`);

const METHODS: Readonly<Record<string, string>> = {
  CallTool: 'tools/call',
  Cancelled: 'notifications/cancelled',
  Complete: 'completion/complete',
  Discover: 'server/discover',
  GetPrompt: 'prompts/get',
  InputRequired: 'tools/call',
  ListPrompts: 'prompts/list',
  ListResourceTemplates: 'resources/templates/list',
  ListResources: 'resources/list',
  ListTools: 'tools/list',
  LoggingMessage: 'notifications/message',
  Paginated: 'tools/list',
  Progress: 'notifications/progress',
  PromptListChanged: 'notifications/prompts/list_changed',
  ReadResource: 'resources/read',
  ResourceListChanged: 'notifications/resources/list_changed',
  ResourceUpdated: 'notifications/resources/updated',
  SubscriptionsAcknowledged: 'notifications/subscriptions/acknowledged',
  SubscriptionsListen: 'subscriptions/listen',
  ToolListChanged: 'notifications/tools/list_changed',
};

/**
 * Examples that are wrong by the specification itself, which wants caching hints on every complete result of
 * `resources/read`; the official schema takes them for a request of input, which may hold anything.
 */
const FLAWED: Readonly<Record<string, readonly string[]>> = {
  'read-resource-result-response.json': ['ttlMs', 'cacheScope'],
};

/** The example as the message it is, or as a message around the part it is; nothing where only a definition fits. */
const asMessage = (name: string, example: Record<string, unknown>): Sent | undefined => {
  const [, stem = '', kind = ''] =
    /^(.*?)(Request|RequestParams|Notification|NotificationParams|Result|ResultResponse|Error)$/.exec(name) ??
    [];
  const method = METHODS[stem];
  const jsonrpc = '2.0';
  const id = 1;
  if (kind === 'Error')
    return { sender: 'server', document: 'error' in example ? example : { jsonrpc, id, error: example } };
  if (method === undefined) return undefined;
  const sender = kind.startsWith('Notification') && stem !== 'Cancelled' ? 'server' : 'client';
  switch (kind) {
    case 'RequestParams':
      return { sender, document: { jsonrpc, id, method, params: example } };
    case 'NotificationParams':
      return { sender, document: { jsonrpc, method, params: example } };
    case 'Result':
      return { sender: 'server', document: { jsonrpc, id, result: example }, answers: method };
    case 'ResultResponse':
      return { sender: 'server', document: example, answers: method };
    default:
      return { sender, document: example };
  }
};

if (specPresent) {
  describe(`the official examples of ${REVISION}`, () => {
    const ajv = makeAjv(REVISION);
    const parts = makeContractSchema(REVISION).$defs;
    const names = readdirSync(folder).filter((name) => !name.endsWith('.md'));

    it.each(names)('%s is valid', async (name) => {
      const contract = await loadContract(REVISION);
      const files = readdirSync(join(folder, name));
      expect(files).not.toEqual([]);
      for (const file of files) {
        const example = JSON.parse(readFileSync(join(folder, name, file), 'utf8')) as Record<string, unknown>;
        const message = asMessage(name, example);
        expect(message !== undefined || name in parts).toBe(true);
        const missing = (FLAWED[file] ?? []).map((property) => ({
          pointer: '/result',
          message: `must have required property '${property}'`,
        }));
        if (message) expect(contract.validate(message)).toEqual(missing);
        if (name in parts) {
          const validate = ajv.getSchema(getDefinitionRef(name));
          expect([validate?.(example), validate?.errors]).toEqual([true, null]);
        }
      }
    });
  });
} else {
  it(`left out the official examples: ${folder} is not there`, () => {
    expect(specPresent).toBe(false);
  });
}
