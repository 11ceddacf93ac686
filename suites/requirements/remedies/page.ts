/** The page of the documentation on remedies: what `mcptc explain` says of each SDK, without the lines of code. */
import { getRequirement } from '../index.js';
import { describeKind } from './describe.js';
import { findRemedies, mendable, sdks } from './index.js';

const HEAD = `# Remedies

What to change in a server on an official SDK for the findings that are most frequent. Each was tried: a plain server on
that SDK, over stdio and Streamable HTTP, showed the finding, and with the lines of the remedy it was gone. The lines are
printed by

\`\`\`sh
npx mcptc explain http.origin-forbidden --sdk go
\`\`\`

This page is written by \`scripts/remedies-page.mjs\` from \`suites/requirements/remedies/\`.
`;

/** Markdown as prettier leaves it. */
export function renderRemediesPage(): string {
  const tried = sdks.map(
    ({ sdk, name, package: from, version, day }) =>
      `- \`${sdk}\`: ${name} ${version} (\`${from}\`), tried ${day}`,
  );
  return `${[HEAD, tried.join('\n'), '', ...mendable.map(renderSection)].join('\n').trimEnd()}\n`;
}

function renderSection(id: (typeof mendable)[number]): string {
  const { level, text } = getRequirement(id);
  const { advice = '', remedies = [] } = findRemedies(id) ?? {};
  const lines = remedies
    .filter(({ remedy }) => 'text' in remedy)
    .map(
      ({ sdk, remedy }) =>
        `- **${sdk.name}** (${describeKind(remedy)}): ${'text' in remedy ? quoteCode(remedy.text ?? '') : ''}`,
    );
  const silent = remedies.filter(({ remedy }) => !('text' in remedy)).map(({ sdk }) => sdk.name);
  return [
    `## ${id}`,
    '',
    `${level}: ${text}`,
    '',
    quoteCode(advice),
    '',
    ...lines,
    ...(silent.length === 0 ? [] : [`- A plain server does not show it: ${silent.join(', ')}`]),
    '',
  ].join('\n');
}

/** Words that are code: without backticks, Markdown would take their signs for its own. */
const quoteCode = (text: string): string =>
  text.replace(/[^\s,:]*[_<#([][^\s]*?(?=[,.:;]?(?:\s|$))/g, (word) =>
    /^\([a-z]/.test(word) ? word : `\`${word}\``,
  );
