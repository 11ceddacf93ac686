import { describe, expect, it } from '@jest/globals';
import { makeHostile } from '../hostile.test.data.js';
import { recorded } from '../recorded.test.data.js';
import { listFindings } from '../result/findings.js';
import type { Result } from '../result/result.js';
import { format as github } from './format.js';

interface Command {
  kind: string;
  title: string;
  message: string;
}

/** As the runner reads a line: what stands before `::`, its properties, and the escapes of both. */
function read(text: string): Command[] {
  const unescape = (escaped: string): string =>
    escaped.replaceAll(/%(25|0D|0A|3A|2C)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [, kind = '', title = '', message = ''] =
        /^::(error|warning) title=([^:,]+)::(.+)$/.exec(line) ?? [];
      expect({ line, kind }).toEqual({ line, kind: expect.stringMatching(/^(error|warning)$/) });
      return { kind, title: unescape(title), message: unescape(message) };
    });
}
const render = (result: Result): Command[] => read(github.render(result, { color: false }));

describe('the annotations for GitHub', () => {
  it('are an error for what fails and a warning for what warns, with the way to see it again', () => {
    const commands = render(recorded);
    const [first] = listFindings(recorded).filter(({ kind }) => kind === 'fail');
    expect(commands[0]).toMatchObject({ kind: 'error', title: expect.stringContaining(first!.requirement) });
    expect(commands[0]!.message).toContain('\nagain mcptc run --case ');
    expect(commands.some(({ kind }) => kind === 'warning')).toBe(true);
  });

  it('are as many as a step shows, and say how many more there are', () => {
    const errors = render(makeHostile(400, 500)).filter(({ kind }) => kind === 'error');
    expect(errors).toHaveLength(10);
    expect(errors.at(-1)!.title).toMatch(/^and \d+ more$/);
  });

  it('name a server that could not be tested', () => {
    const text = github.all!.render([{ name: 'gone', exitCode: 2, problem: 'no such file' }], {
      color: false,
    });
    expect(read(text)).toEqual([{ kind: 'error', title: 'gone was not tested', message: 'no such file' }]);
  });
});
