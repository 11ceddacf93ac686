"""Tools that announce a change to whoever listens (2026-07-28 only: the SDK declares none of it to older clients)."""

from mcp.server.mcpserver import Context, MCPServer

from resources import WATCHED

DONE = "Mutation triggered"


def register(server: MCPServer) -> None:
    @server.tool()
    async def test_trigger_tool_change(ctx: Context) -> str:
        """Announces that the list of tools changed"""
        await ctx.notify_tools_changed()
        return DONE

    @server.tool()
    async def test_trigger_prompt_change(ctx: Context) -> str:
        """Announces that the list of prompts changed"""
        await ctx.notify_prompts_changed()
        return DONE

    @server.tool()
    async def test_trigger_resource_change(ctx: Context) -> str:
        """Announces that the watched resource changed"""
        await ctx.notify_resource_updated(WATCHED)
        return DONE
