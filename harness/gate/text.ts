/** Renders the verdict of a gate as Markdown that is also readable as plain text. */
import { neutralise } from '../../reports/text/neutralise.js';
import { padToWidth, measureWidth } from '../../reports/text/width.js';
import type { CaseReport, CheckReport, Result } from '../../reports/result/result.js';
import type { MemberFate, GateVerdict, EvaluatedMember, ParityVerdict, RuleVerdict } from './evaluate.js';

/** What stands around the verdict. */
export interface GateTextContext {
  /** As the user named it. */
  policyFile: string;
  policyHash: string;
  resultFile: string;
  resultHash: string;
  /** Version of the tool that judges. */
  version: string;
  /** `YYYY-MM-DD` */
  today: string;
  /** Lists the checks behind every figure, not those alone that decided against the target. */
  checks: boolean;
}

/** What can be pasted into minutes: Markdown that reads as well without a renderer. Ends with a line feed. */
export function renderGate(verdict: GateVerdict, result: Result, about: GateTextContext): string {
  const { policy, outcome, rules, parity } = verdict;
  const info = result.target.serverInfo as { version?: unknown } | null;
  const version = typeof info?.version === 'string' ? ` ${info.version}` : '';
  // What no rule could decide, none of them has refused.
  const word: Word = ({ met }) => (outcome === 'undecided' ? outcome : met ? 'met' : 'not met');
  const number = (rule: RuleVerdict): number => policy.rules.indexOf(rule.rule) + 1;
  return [
    `# ${plain(policy.gate)}: ${outcome}`,
    [
      `- target: ${code(`${result.target.name}${version}`, 120)}, run ${code(result.run.startedAt, 40)} by mcptc ${code(result.tool.version, 40)}`,
      `- result: ${code(about.resultFile)}, sha256 ${about.resultHash}`,
      `- policy: ${code(about.policyFile)}, sha256 ${about.policyHash}`,
      `- judged: ${about.today} by mcptc ${about.version}${result.run.complete ? '' : '; the run was cut short'}`,
    ].join('\n'),
    ...(verdict.undecided === undefined ? [] : [`Nothing is decided: ${plain(verdict.undecided)}.`]),
    table(rules, number, word),
    ...(parity === undefined ? [] : [parityText(parity, word, about.checks)]),
    ...rules.flatMap((rule) => ruleText(rule, number(rule), word(rule), result, about.checks)),
    ...(about.checks
      ? []
      : [
          `The checks behind every figure: ${code(`mcptc gate ${about.resultFile} --policy ${about.policyFile} --checks`, 600)}`,
        ]),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

type Word = (part: { met: boolean }) => GateVerdict['outcome'];

const strong = (word: GateVerdict['outcome']): string => (word === 'met' ? word : `**${word}**`);

const COLUMNS: readonly [string, readonly MemberFate[]][] = [
  ['holds', ['holds']],
  ['violated', ['violated', 'error']],
  ['waived', ['waived']],
  ['not seen', ['unseen']],
  ['not applicable', ['inapplicable']],
];

const having = (members: readonly EvaluatedMember[], fates: readonly MemberFate[]): EvaluatedMember[] =>
  members.filter(({ fate }) => fates.includes(fate));

function table(rules: readonly RuleVerdict[], number: (rule: RuleVerdict) => number, word: Word): string {
  const head = [
    'rule',
    'transport',
    'set',
    'asks for',
    ...COLUMNS.map(([name]) => name),
    'coverage',
    'verdict',
  ];
  const rows = rules.map((one) => [
    `${number(one)}`,
    code(one.transport, 40),
    one.rule.set,
    asked(one),
    ...COLUMNS.map(([, fates]) => `${having(one.members, fates).length}`),
    `${one.coverage === null ? '–' : percent(one.coverage)} (at least ${one.rule.coverage ?? 100})`,
    strong(word(one)),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => measureWidth(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => padToWidth(cell, widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/** `transport, security MUST` */
const asked = ({ rule }: RuleVerdict): string =>
  [
    rule.groups?.join(', ') ?? 'all groups',
    (rule.levels ?? ['MUST']).join(' and '),
    ...(rule.requirements === undefined ? [] : [rule.requirements.map((one) => code(one)).join(', ')]),
  ].join(' ');

/** Down to a tenth, so that what misses the mark never looks as if it met it. */
const percent = (value: number): string => `${Math.floor(value * 10) / 10} %`;

const HEADS: Readonly<Record<MemberFate, string>> = {
  violated: 'violated',
  error: 'decided by nobody: the harness failed',
  waived: 'waived',
  unseen: 'not seen',
  holds: 'hold',
  inapplicable: 'do not apply',
};

function ruleText(
  one: RuleVerdict,
  number: number,
  outcome: GateVerdict['outcome'],
  result: Result,
  checks: boolean,
): string[] {
  const short = one.coverage !== null && one.coverage < (one.rule.coverage ?? 100);
  const shown: MemberFate[] = checks
    ? ['violated', 'error', 'waived', 'unseen', 'holds', 'inapplicable']
    : ['violated', 'error', 'waived', ...(short ? (['unseen'] as const) : [])];
  const blocks = shown.flatMap((fate) => {
    const members = having(one.members, [fate]);
    return members.length === 0
      ? []
      : [
          `${HEADS[fate]} (${members.length}):\n\n${members.map((member) => memberText(member, result, checks)).join('\n')}`,
        ];
  });
  const reason = one.reason === undefined ? [] : [`${plain(one.reason)}.`];
  if (blocks.length + reason.length === 0) return [];
  return [`## Rule ${number} on ${code(one.transport, 40)}: ${outcome}`, ...reason, ...blocks];
}

/** Checks of one requirement that are listed where not all are asked for. */
const FEW = 3;

function memberText(member: EvaluatedMember, result: Result, all: boolean): string {
  const decisive = member.checks.filter((name) => decides(name, member.fate, result));
  const listed = all ? member.checks : decisive;
  const lines = (all ? listed : listed.slice(0, FEW)).map((name) => {
    const check = checkOf(name, result);
    const one = member.fate === 'error' ? caseOf(name, result) : undefined;
    if (one?.status === 'error')
      return `  - ${code(name, 300)}: the harness broke there, ${code(one.reason ?? 'and said no more', 160)}`;
    const said = member.fate === 'holds' || check === undefined ? '' : sayingOf(check);
    return `  - ${code(name, 300)}: ${check?.verdict ?? 'no row'}${said}`;
  });
  if (!all && listed.length > FEW) lines.push(`  - and ${listed.length - FEW} more`);
  if (member.checks.length === 0) lines.push('  - no case of this run has a row for it');
  const waiver =
    member.waiver !== undefined
      ? `, by ${code(member.waiver, 300)}`
      : member.refusal === undefined
        ? ''
        : `, not excused: ${code(member.refusal, 300)}`;
  return [`- ${member.id} (${member.level})${waiver}`, ...lines].join('\n');
}

function decides(name: string, fate: MemberFate, result: Result): boolean {
  const check = checkOf(name, result);
  if (fate === 'error') return check?.verdict === 'error' || caseOf(name, result)?.status === 'error';
  if (check === undefined) return false;
  if (fate === 'violated') return check.verdict === 'fail' || check.verdict === 'warn';
  return fate !== 'waived' || check.waivedBy !== null;
}

function sayingOf({ verdict, expected, received }: CheckReport): string {
  // There it is what the target would have to offer, or why it does not apply.
  if (verdict === 'not-verified' || verdict === 'not-applicable')
    return expected === undefined ? '' : `, ${code(expected, 160)}`;
  const parts = [
    ...(expected === undefined ? [] : [`expected ${code(expected, 160)}`]),
    ...(received === undefined ? [] : [`received ${code(received, 160)}`]),
  ];
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

function checkOf(name: string, result: Result): CheckReport | undefined {
  const [, id] = name.split('#');
  return caseOf(name, result)?.checks.find(({ requirement }) => requirement === id);
}

function caseOf(name: string, result: Result): CaseReport | undefined {
  const [place] = name.split('#');
  return result.cases.find(
    ({ transport, revision, scenario }) => `${transport}/${revision}/${scenario}` === place,
  );
}

function parityText(verdict: ParityVerdict, word: Word, checks: boolean): string {
  const { rule, same, differs } = verdict;
  const listed = (names: readonly string[]): string => names.map((name) => `\n- ${code(name, 200)}`).join('');
  const head = `Parity: ${same.length} the same (at least ${rule.same ?? 0}), ${differs.length} differ (at most ${rule.differs ?? 0}): ${strong(word(verdict))}`;
  const differing = differs.length === 0 ? '' : `\n\ndiffer:\n${listed(differs)}`;
  return `${head}${differing}${checks && same.length > 0 ? `\n\nthe same:\n${listed(same)}` : ''}`;
}

/** Words of a policy or of ours, on one line: an asterisk stays one, in place of making what follows italic. */
const plain = (text: string): string => neutralise(text, { max: 300 }).replaceAll(/[\\|<>`*_~[\]]/g, '\\$&');

/** Words of anybody's: nothing in a code span is markup, a mention or a link. */
const code = (text: string, max = 200): string =>
  `\`${neutralise(text, { max }).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
