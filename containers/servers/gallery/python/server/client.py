"""
Legacy era: tools that ask the client while they run. Under 2026-07-28 they stay listed, because `MCPServer` has one
list for all revisions, and fail when called.
"""

import json
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import SamplingMessage, TextContent

DEFAULTS = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "description": "User name", "default": "John Doe"},
        "age": {"type": "integer", "description": "User age", "default": 30},
        "score": {"type": "number", "description": "User score", "default": 95.5},
        "status": {
            "type": "string",
            "description": "User status",
            "enum": ["active", "inactive", "pending"],
            "default": "active",
        },
        "verified": {"type": "boolean", "description": "Verification status", "default": True},
    },
    "required": [],
}


def titled(kind: str) -> list[dict[str, str]]:
    ordinals = ("First", "Second", "Third")
    return [{"const": f"value{at}", "title": f"{ordinal} {kind}"} for at, ordinal in enumerate(ordinals, 1)]


ENUMS = {
    "type": "object",
    "properties": {
        "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
        "titledSingle": {"type": "string", "oneOf": titled("Option")},
        "legacyEnum": {
            "type": "string",
            "enum": ["opt1", "opt2", "opt3"],
            "enumNames": ["Option One", "Option Two", "Option Three"],
        },
        "untitledMulti": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {"type": "string", "enum": ["option1", "option2", "option3"]},
        },
        "titledMulti": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"anyOf": titled("Choice")}},
    },
    "required": [],
}

RESPONSE = {
    "type": "object",
    "properties": {"response": {"type": "string", "description": "User's response"}},
    "required": ["response"],
}


def demand(ctx: Context, capability: str) -> None:
    """A server must not ask a client for what the client never declared, and the SDK leaves that to the tool."""
    if getattr(ctx.client_capabilities, capability, None) is None:
        raise ToolError(f'The client does not declare the capability "{capability}".')


async def elicit(ctx: Context, label: str, message: str, schema: dict[str, Any]) -> str:
    demand(ctx, "elicitation")
    answer = await ctx.session.elicit_form(message, schema, related_request_id=ctx.request_id)
    return f"{label}: action={answer.action}, content={json.dumps(answer.content or {})}"


def register(server: MCPServer) -> None:
    @server.tool()
    async def test_sampling(prompt: str, ctx: Context) -> str:
        """Has the client ask its model, and returns the answer"""
        demand(ctx, "sampling")
        answer = await ctx.session.create_message(
            [SamplingMessage(role="user", content=TextContent(text=prompt))],
            max_tokens=100,
            related_request_id=ctx.request_id,
        )
        return f"LLM response: {getattr(answer.content, 'text', 'No response')}"

    @server.tool()
    async def test_elicitation(message: str, ctx: Context) -> str:
        """Has the client ask its user, and returns the answer"""
        return await elicit(ctx, "User response", message, RESPONSE)

    @server.tool()
    async def test_elicitation_sep1034_defaults(ctx: Context) -> str:
        """Asks the user with a default for every primitive type"""
        message = "Please review and update the form fields with defaults"
        return await elicit(ctx, "Elicitation completed", message, DEFAULTS)

    @server.tool()
    async def test_elicitation_sep1330_enums(ctx: Context) -> str:
        """Asks the user with every kind of enumeration"""
        return await elicit(ctx, "Elicitation completed", "Please select options from the enum fields", ENUMS)
