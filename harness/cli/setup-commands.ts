/** The commands `init` and `doctor`, which help before a first run. */
import type { Command } from 'commander';
import type { Invocation } from './invocation.js';

export function addInit(program: Command, invocation: Invocation): void {
  program
    .command('init')
    .description('write a commented mcptc.yaml for the server in this folder')
    .action(async () => {
      const { runInit } = await import('./init.js');
      invocation.exit(runInit());
    });
}

export function addDoctor(program: Command, invocation: Invocation): void {
  program
    .command('doctor')
    .description('check what a run needs here, and say what to do about what is missing')
    .action(async () => {
      const { runDoctor } = await import('./doctor.js');
      invocation.exit(await runDoctor());
    });
}
