"""Tools that say something before they answer, or take their time."""

from typing import Annotated

import anyio
from mcp.server.mcpserver import Context, MCPServer
from pydantic import Field

from content import READ_ONLY

LONGEST_WAIT_MS = 10_000


def register(server: MCPServer) -> None:
    @server.tool(annotations=READ_ONLY)
    async def test_tool_with_logging(ctx: Context) -> str:
        """Sends three log messages, then answers"""
        for message in ("Tool execution started", "Tool processing data", "Tool execution completed"):
            await ctx.info(message)
        return "Tool with logging executed successfully"

    @server.tool(annotations=READ_ONLY)
    async def test_logging_tool(ctx: Context) -> str:
        """Logs once where the request asks for it, then answers"""
        await ctx.info("Diagnostic trace logging activated")
        return "Logging evaluated"

    @server.tool(annotations=READ_ONLY)
    async def test_tool_with_progress(ctx: Context) -> str:
        """Reports progress 0, 50 and 100 of 100 where a token was given, then answers with the token"""
        for progress in (0, 50, 100):
            await ctx.report_progress(progress, 100, f"Completed step {progress} of 100")
        return str((ctx.request_context.meta or {}).get("progress_token", "no progress token"))

    @server.tool(annotations=READ_ONLY)
    async def test_streaming_elicitation(ctx: Context) -> str:
        """Reports progress where a token was given, then answers; never sends a request of its own"""
        await ctx.report_progress(50, 100)
        return "Streaming complete"

    @server.tool(annotations=READ_ONLY)
    async def test_slow(ms: Annotated[int, Field(ge=0, le=LONGEST_WAIT_MS)]) -> str:
        """Answers after so many milliseconds; stops at once when cancelled"""
        await anyio.sleep(ms / 1000)
        return f"Waited {ms} ms."
