"""The tools: a schema for each, and what it does with arguments that fit."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from mcp_grpc_transport_proto import mcp_messages_pb2 as m

import asking
from content import COMPLETE, WAV, Content, Refused, embedded, image, plain, say, struct, text

LONGEST_WAIT_MS = 10_000
NOTHING: dict[str, Any] = {"type": "object", "properties": {}}
TYPES = {"string": str, "integer": int, "object": dict}
WEATHER = {"city": "Lisbon", "celsius": 22.5}
SCHEMA_2020_12 = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"}},
    "allOf": [{"anyOf": [{"required": ["name"]}, {"required": ["address"]}, {}]}],
    "if": {"properties": {"name": {"const": "nobody"}}, "required": ["name"]},
    "then": {"properties": {"address": {"type": "object"}}},
    "else": {"properties": {"address": {"type": "object"}}},
    "additionalProperties": False,
}

Act = Callable[[dict[str, Any]], Awaitable[m.CallToolResponse]]


def needs(**types: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": types, "required": list(types)}


def always(*content: Content) -> Act:
    async def act(_: dict[str, Any]) -> m.CallToolResponse:
        return m.CallToolResponse(common=COMPLETE, content=content)

    return act


async def fail(_: dict[str, Any]) -> m.CallToolResponse:
    failed = say("This tool fails on purpose.")
    failed.is_error = True
    return failed


async def echo(arguments: dict[str, Any]) -> m.CallToolResponse:
    return say(arguments["text"])


async def mirror(arguments: dict[str, Any]) -> m.CallToolResponse:
    """What arrived, in Python's own words and in the proto's."""
    answer = say(repr(arguments))
    answer.structured_content.CopyFrom(struct(arguments))
    return answer


async def structured(_: dict[str, Any]) -> m.CallToolResponse:
    answer = say(json.dumps(WEATHER))
    answer.structured_content.CopyFrom(struct(WEATHER))
    return answer


async def slow(arguments: dict[str, Any]) -> m.CallToolResponse:
    """Ends with the RPC: whoever cancels it, or lets its deadline pass, cancels the sleep."""
    ms, label = arguments["ms"], arguments.get("label")
    if not 0 <= ms <= LONGEST_WAIT_MS:
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, f"ms must be within 0 and {LONGEST_WAIT_MS}.")
    note(label, "working")
    try:
        await asyncio.sleep(ms / 1000)
    except asyncio.CancelledError:
        note(label, "stopped")
        raise
    note(label, "done")
    return say(f"Waited {ms} ms.")


MAX_LABELS = 1_000
STATES: dict[str, str] = {}


def note(label: str | None, state: str) -> None:
    """The oldest label is forgotten first."""
    if label is None:
        return
    while len(STATES) >= MAX_LABELS and label not in STATES:
        del STATES[next(iter(STATES))]
    STATES[label] = state


async def slow_state(arguments: dict[str, Any]) -> m.CallToolResponse:
    """What became of a slow call, for whoever gave it that label."""
    return say(STATES.get(arguments["label"], "unknown"))


MIXED = embedded("test://mixed-content-resource", "application/json", '{"test":"data","value":123}')
WEATHER_SCHEMA = needs(city={"type": "string"}, celsius={"type": "number"})
TOOLS: dict[str, tuple[str, dict[str, Any], Act]] = {
    "test_simple_text": (
        "Returns one text",
        NOTHING,
        always(Content(text=text("This is a simple text response for testing."))),
    ),
    "test_image_content": ("Returns one image", NOTHING, always(Content(image=image()))),
    "test_audio_content": (
        "Returns one sound",
        NOTHING,
        always(Content(audio=m.AudioContent(data=WAV, mime_type="audio/wav"))),
    ),
    "test_embedded_resource": (
        "Returns one embedded resource",
        NOTHING,
        always(Content(embedded_resource=embedded("test://embedded-resource", "text/plain", "An embedded text."))),
    ),
    "test_multiple_content_types": (
        "Returns a text, an image and an embedded resource, in this order",
        NOTHING,
        always(Content(text=text("Three kinds:")), Content(image=image()), Content(embedded_resource=MIXED)),
    ),
    "test_error_handling": ("Always fails", NOTHING, fail),
    "json_schema_2020_12_tool": (
        "Has a schema with many keywords",
        SCHEMA_2020_12,
        always(Content(text=text("The arguments fit."))),
    ),
    "test_structured_content": ("Returns structured content that fits its output schema", NOTHING, structured),
    "test_echo": ("Returns its argument", needs(text={"type": "string"}), echo),
    "echo_arguments": ("Returns its arguments, whatever they are", NOTHING, mirror),
    "test_slow": (
        "Answers after so many milliseconds, and stops at once when the RPC is over",
        {
            "type": "object",
            "properties": {
                "ms": {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT_MS},
                "label": {"type": "string"},
            },
            "required": ["ms"],
        },
        slow,
    ),
    "test_slow_state": (
        "Tells what became of the call of test_slow with that label",
        needs(label={"type": "string"}),
        slow_state,
    ),
}


def listed() -> list[m.Tool]:
    hints = m.ToolAnnotations(read_only_hint=True)
    tools = [
        m.Tool(name=name, description=about, input_schema=struct(schema), annotations=hints)
        for name, (about, schema, _) in TOOLS.items()
    ]
    for tool in tools:
        if tool.name == "test_structured_content":
            tool.output_schema.CopyFrom(struct(WEATHER_SCHEMA))
    asks = [
        m.Tool(name=asking.PREFIX + name, description="Asks before it answers", input_schema=struct(NOTHING))
        for name in asking.TOOLS
    ]
    return tools + asks


def check(arguments: dict[str, Any], schema: dict[str, Any]) -> None:
    """As much of JSON Schema as the schemas above need."""
    for name in schema.get("required", []):
        if name not in arguments:
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, f"The argument {name} is missing.")
    for name, value in arguments.items():
        expected = schema["properties"].get(name, {}).get("type")
        fits = isinstance(value, TYPES.get(expected, object)) and not isinstance(value, bool)
        if not fits or (name not in schema["properties"] and schema.get("additionalProperties") is False):
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, f"The argument {name} does not fit the schema.")


async def call(request: m.CallToolRequest) -> m.CallToolResponse:
    name, arguments = request.request.name, plain(request.request.arguments)
    if name.removeprefix(asking.PREFIX) in asking.TOOLS and name.startswith(asking.PREFIX):
        return asking.TOOLS[name.removeprefix(asking.PREFIX)](request.common)
    if name not in TOOLS:
        raise Refused(grpc.StatusCode.NOT_FOUND, f"There is no tool {name!r}.")
    _, schema, act = TOOLS[name]
    check(arguments, schema)
    return await act(arguments)
