/** The `verify` command: its arguments, options and help text. */
import type { Command } from 'commander';
import type { Invocation } from './invocation.js';
import type { VerifyOptions } from './verify.js';

export function addVerify(program: Command, invocation: Invocation): void {
  program
    .command('verify')
    .description('say whether a result and its badge are consistent, or with --key proven, or refute them')
    .argument('<result>', 'a result file, such as .mcptc/result.json')
    .argument('[badge]', 'its SVG, its facts or its JSON for shields.io')
    .option('--key <file>', 'PEM: the Ed25519 public key that the result has to be signed for')
    .option('--signature <file>', 'its signature (default: the name of the result with .sig)')
    .addHelpText('after', '\nExample:\n  mcptc verify .mcptc/result.json badges/stdio.svg --key public.pem')
    .action(async (result: string, badge: string | undefined, options: VerifyOptions) => {
      const { runVerify } = await import('./verify.js');
      invocation.exit(await runVerify(result, badge, options));
    });
}
