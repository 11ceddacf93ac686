/** The pages of the documentation as data: their code blocks, headings and links. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A fenced block: after the three backticks its language, then words about it. */
export interface Block {
  /** `docs/ci.md:17`, for messages. */
  at: string;
  language: string;
  /** The file that it is, such as `mcptc.yaml`; a path from the root of the repository where it has a slash. */
  file: string | undefined;
  /** `sh run`: a test runs it, in a folder with all files of the page. */
  run: boolean;
  text: string;
}

export interface DocPage {
  /** From the root of the repository. */
  path: string;
  /** Without code blocks. */
  prose: string;
  blocks: Block[];
}

const FENCE = /^```(\S*)(?: (\S+))?\n([\s\S]*?)^```$/gm;

export const readRepositoryFile = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

export const pages: readonly DocPage[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'RELEASING.md',
  ...readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`),
  'examples/README.md',
].map(readPage);

export const listBlocks = (...languages: string[]): Block[] =>
  pages.flatMap(({ blocks }) => blocks).filter(({ language }) => languages.includes(language));

/** Throws where a fence is indented or left open: its block would go unnoticed. */
function readPage(path: string): DocPage {
  const text = readRepositoryFile(path);
  const blocks = [...text.matchAll(FENCE)].map(
    ({ 0: whole, 1: language = '', 2: word, 3: body = '', index }): Block => ({
      at: `${path}:${text.slice(0, index).split('\n').length}`,
      language,
      file: word === 'run' ? undefined : word,
      run: word === 'run',
      text: whole === '' ? '' : body,
    }),
  );
  const fences = text.match(/^\s*```/gm)?.length ?? 0;
  if (fences !== 2 * blocks.length) throw new Error(`${path}: a code block is indented, or has no end`);
  return { path, prose: text.replaceAll(FENCE, ''), blocks };
}

/** Inline code of a page, without its backticks. */
export const listInlineCode = ({ prose }: DocPage): string[] =>
  [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** Relative links of a page: the file from the root of the repository, and the heading in it. */
export const listLinks = ({ path, prose }: DocPage): { file: string; anchor: string | undefined }[] =>
  [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [file = '', anchor] = link.split('#');
      return { file: file === '' ? path : posix.join(posix.dirname(path), file), anchor };
    });

/** Anchors that GitHub gives the headings of a page. */
export const listAnchors = (text: string): string[] =>
  [...text.replaceAll(FENCE, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
