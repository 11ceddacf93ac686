"""2026-07-28: results that ask for input, and the same request again with the answers. The SDK seals the states."""

import json
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.shared.exceptions import MCPError
from mcp.types import (
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    CreateMessageRequest,
    CreateMessageRequestParams,
    ElicitRequest,
    ElicitRequestFormParams,
    InputRequiredResult,
    ListRootsRequest,
    SamplingMessage,
    TextContent,
)

PREFIX = "test_input_required_result_"
Answer = str | InputRequiredResult


def form(message: str, field: str, kind: str = "string") -> ElicitRequest:
    schema = {"type": "object", "properties": {field: {"type": kind}}, "required": [field]}
    return ElicitRequest(params=ElicitRequestFormParams(message=message, requested_schema=schema))


def sample(question: str, max_tokens: int) -> CreateMessageRequest:
    messages = [SamplingMessage(role="user", content=TextContent(text=question))]
    return CreateMessageRequest(params=CreateMessageRequestParams(messages=messages, max_tokens=max_tokens))


def ask(state: str | None = None, /, **requests: Any) -> InputRequiredResult:
    return InputRequiredResult(input_requests=requests, request_state=state)


def response(ctx: Context, key: str) -> Any:
    return (ctx.input_responses or {}).get(key)


def accepted(ctx: Context, key: str, field: str) -> Any:
    """The field of an accepted form, or nothing: a client may answer with anything."""
    answer = response(ctx, key)
    return (answer.content or {}).get(field) if getattr(answer, "action", None) == "accept" else None


def sampled(ctx: Context, key: str) -> str | None:
    return getattr(getattr(response(ctx, key), "content", None), "text", None)


def rooted(ctx: Context, key: str) -> Any:
    return getattr(response(ctx, key), "roots", None)


NAME = form("What is your name?", "name")
CONFIRM = form("Please confirm", "ok", "boolean")
CAPITAL = sample("What is the capital of France?", 100)


def confirmed(ctx: Context, done: str) -> Answer:
    if ctx.request_state is None or accepted(ctx, "confirm", "ok") is None:
        return ask("asked", confirm=CONFIRM)
    return done


async def missing_capability(ctx: Context) -> str:
    """Refuses clients that do not declare sampling"""
    if ctx.client_capabilities is None or ctx.client_capabilities.sampling is None:
        message = 'This tool needs the client capability "sampling".'
        raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, message, {"requiredCapabilities": {"sampling": {}}})
    return "Success"


async def elicitation(ctx: Context) -> Answer:
    """Asks for a name"""
    name = accepted(ctx, "user_name", "name")
    return ask(user_name=NAME) if name is None else f"Hello, {name}!"


async def sampling(ctx: Context) -> Answer:
    """Asks the model for a capital"""
    answer = sampled(ctx, "capital_question")
    return ask(capital_question=CAPITAL) if answer is None else f"Sampling result: {answer}"


async def list_roots(ctx: Context) -> Answer:
    """Asks for the roots"""
    roots = rooted(ctx, "client_roots")
    if roots is None:
        return ask(client_roots=ListRootsRequest())
    return f"Found {len(roots)} root(s): {', '.join(str(root.uri) for root in roots)}"


async def request_state(ctx: Context) -> Answer:
    """Asks for a confirmation and needs its request state back"""
    return confirmed(ctx, "state-ok: requestState validated")


async def tampered_state(ctx: Context) -> Answer:
    """Asks for a confirmation and refuses a changed request state"""
    return confirmed(ctx, "integrity-ok: state verified")


async def multiple_inputs(ctx: Context) -> Answer:
    """Asks for a name, a greeting and the roots at once"""
    name, greeting = accepted(ctx, "user_name", "name"), sampled(ctx, "greeting")
    roots = rooted(ctx, "client_roots")
    if ctx.request_state is None or name is None or greeting is None or roots is None:
        requests = {"user_name": NAME, "greeting": sample("Generate a greeting", 50)}
        return ask("asked", **requests, client_roots=ListRootsRequest())
    return f"Name: {name}; Greeting: {greeting}; Roots: {len(roots)}"


async def multi_round(ctx: Context) -> Answer:
    """Asks twice before it answers"""
    state = json.loads(ctx.request_state or "{}")
    name, color = state.get("name") or accepted(ctx, "step1", "name"), accepted(ctx, "step2", "color")
    if not state or name is None:
        return ask('{"round":1}', step1=form("Step 1: What is your name?", "name"))
    if "name" not in state or color is None:
        return ask(json.dumps({"name": name}), step2=form("Step 2: What is your favorite color?", "color"))
    return f"Multi-round complete for {name} who likes {color}"


async def capabilities(ctx: Context) -> Answer:
    """Asks only for what the client declares"""
    if ctx.input_responses:
        return f"capabilities-ok: received {','.join(ctx.input_responses)}"
    wanted = {
        "elicitation": ("elicit_input", form("Elicitation input", "value")),
        "sampling": ("sample_input", sample("Sample request", 50)),
        "roots": ("client_roots", ListRootsRequest()),
    }
    declared = ctx.client_capabilities
    possible = dict(ask for name, ask in wanted.items() if getattr(declared, name, None) is not None)
    return ask(**possible) if possible else "No supported capabilities declared"


def register(server: MCPServer) -> None:
    server.add_tool(missing_capability, name="test_missing_capability")
    for tool in (
        elicitation,
        sampling,
        list_roots,
        request_state,
        multiple_inputs,
        multi_round,
        tampered_state,
        capabilities,
    ):
        server.add_tool(tool, name=PREFIX + tool.__name__)
