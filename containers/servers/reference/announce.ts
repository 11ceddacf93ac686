/**
 * Says where the server listens, in one line of JSON on stdout. Where stdio is one of the transports, stdout belongs to
 * its messages, and the line goes to stderr.
 */
export function announce(transport: string, url: string): void {
  const stream = process.argv.includes('--stdio') ? process.stderr : process.stdout;
  stream.write(`${JSON.stringify({ transport, url })}\n`);
}
