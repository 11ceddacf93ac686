import { defineScenario } from '../../scenario.js';
import { judgeOffered, readList, NOTHING_OFFERED, hasSucceeded } from '../../support/tool-calls.js';
import { isContents, isEmpty, isUri } from '../../support/values.js';

/** Reads are for evidence, not for completeness: a server may have thousands of resources. */
const MAX_READS = 5;

export default defineScenario(
  {
    title: 'Resources are listed, and what is listed can be read',
    requirements: [
      'resources.list-answered',
      'resources.uri-valid',
      'resources.read-answered',
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
    let read = 0;
    // What is no URI cannot be asked for: the request would be wrong itself.
    const readable = items.filter(({ value }) => isUri(value['uri']));
    for (const { value } of readable.slice(0, MAX_READS)) {
      const reply = await session.request('resources/read', { uri: value['uri'] }).reply();
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
    }
    if (items.length === 0) t.notVerified('resources.uri-valid', 'list a resource');
    if (read === 0)
      t.notVerified('resources.read-answered', 'list a resource that can be read and is not empty');
    if (readable.length === 0) t.notApplicable('robustness.no-internal-error', NOTHING_OFFERED);
    t.observe('resources', first.at('/result/resources'), { unordered: true });
  },
);
