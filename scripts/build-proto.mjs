// Writes the types of the messages in proto/ into proto/generated/. Runs before tsc, whose input they are.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const generator = createRequire(import.meta.url).resolve(
  '@grpc/proto-loader/build/bin/proto-loader-gen-types.js',
);
const files = readdirSync(new URL('../proto/', import.meta.url)).filter((name) => name.endsWith('.proto'));
// Without `--grpcLib` only messages are written: types of clients and servers would import more than we depend on.
// Relative paths, because the generator writes them into its files.
const options = ['--importFileExtension=.js', '--outDir=proto/generated', '--includeDirs=proto'];
// It names every file that it writes.
execFileSync(process.execPath, [generator, ...options, '--', ...files], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
