"""An MCP server of the service model_context_protocol.Mcp, on grpcio and the published stubs: main.py [PORT]."""

import asyncio
import signal
import sys
from collections.abc import Awaitable
from typing import Any

import grpc
from google.protobuf import duration_pb2
from mcp_grpc_transport_proto import mcp_messages_pb2 as m
from mcp_grpc_transport_proto import mcp_pb2_grpc

import offers
import tools
from content import COMPLETE, Refused

CACHE: dict[str, Any] = {"ttl": duration_pb2.Duration(seconds=60), "cache_scope": m.CACHE_SCOPE_PUBLIC}


async def served(context: grpc.aio.ServicerContext, answer: Awaitable[Any]) -> Any:
    """The answer, or the status that says why there is none."""
    try:
        return await answer
    except Refused as refused:
        await context.abort(refused.status, str(refused))


async def now(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


class Mcp(mcp_pb2_grpc.McpServicer):
    async def ListTools(self, request: Any, context: Any) -> m.ListToolsResponse:
        return m.ListToolsResponse(common=COMPLETE, tools=tools.listed(), **CACHE)

    async def CallTool(self, request: Any, context: Any) -> m.CallToolResponse:
        return await served(context, tools.call(request))

    async def ListPrompts(self, request: Any, context: Any) -> m.ListPromptsResponse:
        return m.ListPromptsResponse(common=COMPLETE, prompts=offers.prompts(), **CACHE)

    async def GetPrompt(self, request: Any, context: Any) -> m.GetPromptResponse:
        return await served(context, now(offers.get_prompt, request))

    async def ListResources(self, request: Any, context: Any) -> m.ListResourcesResponse:
        return m.ListResourcesResponse(common=COMPLETE, resources=offers.RESOURCES, **CACHE)

    async def ListResourceTemplates(self, request: Any, context: Any) -> m.ListResourceTemplatesResponse:
        template = m.ResourceTemplate(uri_template=offers.TEMPLATE, name="template", mime_type="application/json")
        return m.ListResourceTemplatesResponse(common=COMPLETE, resource_templates=[template], **CACHE)

    async def ReadResource(self, request: Any, context: Any) -> m.ReadResourceResponse:
        contents = await served(context, now(offers.read, request.uri))
        return m.ReadResourceResponse(common=COMPLETE, resource=[contents], **CACHE)

    async def Complete(self, request: Any, context: Any) -> m.CompletionResponse:
        return await served(context, now(offers.complete, request))


async def main() -> None:
    server = grpc.aio.server()
    mcp_pb2_grpc.add_McpServicer_to_server(Mcp(), server)
    # All addresses in its container, where a port is named; this machine alone elsewhere.
    address = f"0.0.0.0:{sys.argv[1]}" if len(sys.argv) > 1 else "127.0.0.1:0"
    port = server.add_insecure_port(address)
    await server.start()
    print(f"listening on {port}", flush=True)
    over = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, over.set)
    await over.wait()
    await server.stop(grace=5)


asyncio.run(main())
