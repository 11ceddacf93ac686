import type { Reply } from '../../session.js';
import { defineScenario } from '../../scenario.js';
import { askOwned, judgeOffered, readList, NOTHING_OFFERED, hasSucceeded } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';
import { decodeBase64, isContents, isEmpty, isUri } from '../../support/values.js';

/** Reads are for evidence, not for completeness: a server may have thousands of resources. */
const MAX_READS = 5;

export default defineScenario(
  {
    title: 'Resources are listed, and what is listed can be read',
    requirements: [
      'resources.list-answered',
      'resources.uri-valid',
      'resources.read-answered',
      'resources.text-contents',
      'resources.blob-encoded',
      'robustness.no-internal-error',
    ],
    needs: { capabilities: ['resources'] },
  },
  async (t) => {
    const session = await t.session();
    const { first, items } = await readList(session, 'resources/list');
    t.satisfies(
      'resources.list-answered',
      first.at('/result/resources'),
      Array.isArray,
      'an array of resources',
    );
    for (const resource of items) {
      t.satisfies('resources.uri-valid', resource.at('/uri'), isUri, 'a URI with a scheme, by RFC 3986');
    }
    let [read, texts, blobs] = [0, 0, 0];
    // What is no URI cannot be asked for: the request would be wrong itself.
    const readable = items.filter(({ value }) => isUri(value['uri']));
    for (const { value } of readable.slice(0, MAX_READS)) {
      const reply = await askOwned(session, 'resources/read', { uri: value['uri'] });
      if (reply === undefined) continue;
      judgeOffered(t, reply);
      // Being listed is no promise of being readable by everybody at any time, and what is empty shows nothing.
      if (!hasSucceeded(reply.result) || isEmpty(reply.result['contents'])) continue;
      read += 1;
      t.satisfies(
        'resources.read-answered',
        reply.at('/result/contents'),
        (contents) => Array.isArray(contents) && contents.every(isContents),
        'contents, each with a URI and either text or a base64 blob',
      );
      judgeContents(reply);
    }
    const none = `none of the ${readable.length} resources that are listed`;
    if (items.length === 0) t.notApplicable('resources.uri-valid', 'no resource is listed');
    if (readable.length === 0)
      t.notApplicable('resources.read-answered', 'no resource is listed that can be asked for');
    else if (read === 0)
      t.notVerified(
        'resources.read-answered',
        'let one of the resources be read that it lists, with contents',
      );
    if (texts === 0) t.notApplicable('resources.text-contents', `${none} was read as text`);
    if (blobs === 0) t.notApplicable('resources.blob-encoded', `${none} was read as a blob`);
    if (readable.length === 0) t.notApplicable('robustness.no-internal-error', NOTHING_OFFERED);
    t.observe('resources', first.at('/result/resources'), { unordered: true });

    function judgeContents(reply: Reply): void {
      const contents = reply.result?.['contents'];
      if (!Array.isArray(contents)) return;
      for (const [index, item] of contents.entries()) {
        const at = reply.at(`/result/contents/${index}`);
        if (isObject(item) && 'blob' in item) {
          blobs += 1;
          const isRight = (one: unknown) => isObject(one) && decodeBase64(one['blob']) !== undefined;
          t.satisfies('resources.blob-encoded', at, isRight, 'a blob in base64');
        } else {
          texts += 1;
          const isRight = (one: unknown) =>
            isObject(one) && isUri(one['uri']) && typeof one['text'] === 'string';
          t.satisfies('resources.text-contents', at, isRight, 'a URI and text');
        }
      }
    }
  },
);
