// A server on the `fastmcp` package, as its README shows one: a target of the tests, and a warning to our own checks.
import { FastMCP } from 'fastmcp';
import { z } from 'zod';

const server = new FastMCP({ name: 'fastmcp-example', version: '1.0.0' });

server.addTool({
  name: 'add',
  description: 'Adds two numbers',
  parameters: z.object({ a: z.number(), b: z.number() }),
  annotations: { readOnlyHint: true, openWorldHint: false },
  execute: async ({ a, b }) => String(a + b),
});

server.addResource({
  uri: 'notes://today',
  name: 'Today',
  mimeType: 'text/plain',
  load: async () => ({ text: 'Nothing planned.' }),
});

server.addPrompt({
  name: 'greeting',
  description: 'A greeting for somebody',
  arguments: [{ name: 'name', description: 'Who is greeted', required: true }],
  load: async ({ name }) => `Greet ${name} warmly.`,
});

await server.start({ transportType: 'stdio' });
