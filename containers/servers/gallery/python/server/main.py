"""
A server on the official Python SDK, as a target that nobody here wrote the protocol of. It offers what the public
interface of `MCPServer` can express of the fixture contract in `containers/servers/reference/fixture`. Left out, because it
takes private members of the SDK or code of our own where the SDK should speak:

- `json_schema_2020_12_tool`: a tool's schema is always derived from the signature of its function;
- `logging/setLevel`, `resources/subscribe`: only the low-level `Server` can handle them;
- change notifications of the legacy era: the flags that declare them cannot be set;
- pages: `MCPServer` returns each list whole;
- `test_reconnection`: the SDK brings no event store, and names streams to a store by the bare id of their request,
  which sessions share: a store that keeps them apart takes more than its interface.
"""

import argparse
from importlib.metadata import version

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

import changes
import client
import content
import flow
import input_required
import prompts
import resources

LOCAL = ("127.0.0.1", "localhost")

# Published ports are picked by the engine, so any port may stand in Host; no port at all stands for 80.
SECURITY = TransportSecuritySettings(
    enable_dns_rebinding_protection=True,
    allowed_hosts=[pattern for host in LOCAL for pattern in (host, f"{host}:*")],
    allowed_origins=[f"http://{pattern}" for host in LOCAL for pattern in (host, f"{host}:*")],
)


def create() -> MCPServer:
    server = MCPServer("mcptc-python", version=version("mcp"), log_level="WARNING")
    for part in (content, flow, changes, client, input_required, prompts, resources):
        part.register(server)
    return server


def main() -> None:
    parser = argparse.ArgumentParser(description="The fixture contract on the official Python SDK")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--stdio", action="store_true", help="serve stdin and stdout (the default)")
    where.add_argument("--http-port", type=int, metavar="N", help="serve Streamable HTTP at /mcp on all interfaces")
    options = parser.parse_args()
    if options.http_port is None:
        create().run()
    else:
        # All interfaces: only a published port is reachable from outside of a container.
        create().run("streamable-http", host="0.0.0.0", port=options.http_port, transport_security=SECURITY)


if __name__ == "__main__":
    main()
