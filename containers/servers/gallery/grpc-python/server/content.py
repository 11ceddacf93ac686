"""What the fixtures return, and how a result is put together. The proto has `bytes`, so octets it is."""

import base64
from typing import Any

from google.protobuf import struct_pb2
from mcp_grpc_transport_proto import mcp_messages_pb2 as m

# A red pixel (PNG) and one frame of silence (WAV).
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
)
WAV = base64.b64decode("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=")

Content = m.CallToolResponse.Content
COMPLETE = m.ResponseFields(result_type=m.RESULT_TYPE_COMPLETE)


class Refused(Exception):
    """The request cannot be served: the status that says so, and why."""

    def __init__(self, status: Any, message: str) -> None:
        super().__init__(message)
        self.status = status


def struct(value: dict[str, Any]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update(value)
    return made


def plain(value: Any) -> Any:
    """The Python value of a Struct, Value or ListValue. A whole number stays one: it has no other way to arrive."""
    if isinstance(value, struct_pb2.Struct):
        return {key: plain(item) for key, item in value.fields.items()}
    if isinstance(value, struct_pb2.ListValue):
        return [plain(item) for item in value.values]
    kind = value.WhichOneof("kind")
    if kind in ("struct_value", "list_value"):
        return plain(getattr(value, kind))
    if kind in (None, "null_value"):
        return None
    held = getattr(value, kind)
    return int(held) if kind == "number_value" and held.is_integer() else held


def text(words: str) -> m.TextContent:
    return m.TextContent(text=words)


def image() -> m.ImageContent:
    return m.ImageContent(data=PNG, mime_type="image/png")


def embedded(uri: str, mime_type: str, words: str) -> m.EmbeddedResource:
    return m.EmbeddedResource(contents=m.ResourceContents(uri=uri, mime_type=mime_type, text=words))


def say(words: str) -> m.CallToolResponse:
    return m.CallToolResponse(common=COMPLETE, content=[Content(text=text(words))])
