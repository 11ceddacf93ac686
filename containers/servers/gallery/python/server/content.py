"""One tool for each kind of content that a result can hold, and one that fails."""

import json
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import (
    AudioContent,
    EmbeddedResource,
    ImageContent,
    TextContent,
    TextResourceContents,
    ToolAnnotations,
)
from pydantic import BaseModel, Field

READ_ONLY = ToolAnnotations(read_only_hint=True)

# A red pixel (PNG) and one frame of silence (WAV), as base64.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA="

IMAGE = ImageContent(data=PNG, mime_type="image/png")


class Weather(BaseModel):
    city: str
    celsius: float


def embedded(uri: str, mime_type: str, text: str) -> EmbeddedResource:
    return EmbeddedResource(resource=TextResourceContents(uri=uri, mime_type=mime_type, text=text))


def register(server: MCPServer) -> None:
    @server.tool(annotations=READ_ONLY)
    def test_simple_text() -> str:
        """Returns one text"""
        return "This is a simple text response for testing."

    @server.tool(annotations=READ_ONLY)
    def test_image_content() -> ImageContent:
        """Returns one image"""
        return IMAGE

    @server.tool(annotations=READ_ONLY)
    def test_audio_content() -> AudioContent:
        """Returns one sound"""
        return AudioContent(data=WAV, mime_type="audio/wav")

    @server.tool(annotations=READ_ONLY)
    def test_embedded_resource() -> EmbeddedResource:
        """Returns one embedded resource"""
        return embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")

    @server.tool(annotations=READ_ONLY)
    def test_multiple_content_types() -> list[TextContent | ImageContent | EmbeddedResource]:
        """Returns a text, an image and an embedded resource, in this order"""
        data = json.dumps({"test": "data", "value": 123}, separators=(",", ":"))
        return [
            TextContent(text="Multiple content types test:"),
            IMAGE,
            embedded("test://mixed-content-resource", "application/json", data),
        ]

    @server.tool(annotations=READ_ONLY)
    def test_error_handling() -> str:
        """Always fails"""
        raise ToolError("This tool intentionally returns an error for testing")

    @server.tool(annotations=READ_ONLY)
    def test_echo(text: str) -> str:
        """Returns its argument"""
        return text

    @server.tool(annotations=READ_ONLY)
    def test_structured_content() -> Weather:
        """Returns structured content that fits its output schema"""
        return Weather(city="Lisbon", celsius=22.5)

    @server.tool(annotations=READ_ONLY)
    def test_mirrored_header(
        region: Annotated[str, Field(json_schema_extra={"x-mcp-header": "Region"})] = "none",
    ) -> str:
        """Has a parameter that Streamable HTTP repeats in the header Mcp-Param-Region"""
        return f"region={region}"
