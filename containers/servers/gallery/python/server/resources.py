"""Three resources and a template."""

import base64
import json

from mcp.server.mcpserver import MCPServer

from content import PNG

WATCHED = "test://watched-resource"
TEMPLATE = "test://template/{id}/data"


def register(server: MCPServer) -> None:
    @server.resource(
        "test://static-text", name="static-text", title="Static Text Resource", mime_type="text/plain"
    )
    def static_text() -> str:
        """A text that never changes"""
        return "This is the content of the static text resource."

    @server.resource(
        "test://static-binary", name="static-binary", title="Static Binary Resource", mime_type="image/png"
    )
    def static_binary() -> bytes:
        """An image that never changes"""
        return base64.b64decode(PNG)

    @server.resource(WATCHED, name="watched-resource", title="Watched Resource", mime_type="text/plain")
    def watched() -> str:
        """Can be subscribed to; the tool test_trigger_resource_change announces an update of it"""
        return "Watched resource content"

    @server.resource(TEMPLATE, name="template", title="Resource Template", mime_type="application/json")
    def template(id: str) -> str:
        """Returns the id it is read with"""
        body = {"id": id, "templateTest": True, "data": f"Data for ID: {id}"}
        return json.dumps(body, separators=(",", ":"))
