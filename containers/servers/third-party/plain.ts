/** A server on the official SDK as its README has it: one tool that only reads. With `--broken` it breaks one MUST. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const server = new McpServer({ name: 'plain', version: '1.0.0' });
server.registerTool(
  'noon',
  { description: 'Says when noon is.', annotations: { readOnlyHint: true } },
  () => ({
    content: [{ type: 'text', text: '12:00' }],
  }),
);

const transport = new StdioServerTransport();
if (process.argv.includes('--broken')) {
  const send = transport.send.bind(transport);
  // The schema of a tool's input has to be that of an object.
  transport.send = (message) =>
    send(
      JSON.parse(JSON.stringify(message).replaceAll('"type":"object"', '"type":"array"')) as typeof message,
    );
}
await server.connect(transport);
