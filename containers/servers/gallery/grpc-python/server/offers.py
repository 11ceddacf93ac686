"""The prompts and resources, and what completes their arguments."""

import base64
import json

import grpc
from mcp_grpc_transport_proto import mcp_messages_pb2 as m

from asking import PREFIX, accepted, ask, form
from content import COMPLETE, PNG, Refused, embedded, image, struct, text

ASKING_PROMPT = f"{PREFIX}prompt"
# The arguments of each prompt, all of them required.
PROMPTS = {
    "test_simple_prompt": [],
    "test_prompt_with_arguments": ["arg1", "arg2"],
    "test_prompt_with_embedded_resource": ["resourceUri"],
    "test_prompt_with_image": [],
    ASKING_PROMPT: [],
}
TEXT = "This is the content of the static text resource."
ICON = "data:image/png;base64," + base64.b64encode(PNG).decode()
TEMPLATE = "test://template/{id}/data"
VALUES = {
    "test_prompt_with_arguments": {"arg1": ["test", "testing", "tested"], "arg2": ["value"]},
    TEMPLATE: {"id": ["123", "124", "200"]},
}
# One of them has all that a resource can be said to have.
RESOURCES = [
    m.Resource(
        uri="test://static-text",
        name="static-text",
        title="Static text",
        description="A text that never changes",
        mime_type="text/plain",
        annotations=m.Annotations(audience=[m.ROLE_USER, m.ROLE_ASSISTANT], priority=0.8, last_modified="2026-07-28T00:00:00Z"),
        size=len(TEXT),
        icons=[m.Icon(src=ICON, mime_type="image/png", sizes=["1x1", "any"], theme=m.Icon.THEME_DARK)],
        metadata=struct({"example.org/kept": {"null": None, "list": [1, -0.5, True, "é"], "empty": {}}}),
    ),
    m.Resource(uri="test://static-binary", name="static-binary", mime_type="image/png", size=len(PNG)),
]


def prompts() -> list[m.Prompt]:
    return [
        m.Prompt(name=name, arguments=[m.Prompt.Argument(name=one, required=True) for one in arguments])
        for name, arguments in PROMPTS.items()
    ]


def user(**content: object) -> m.PromptMessage:
    return m.PromptMessage(role=m.ROLE_USER, **content)


def get_prompt(request: m.GetPromptRequest) -> m.GetPromptResponse:
    name, given = request.name, request.arguments
    if name not in PROMPTS:
        raise Refused(grpc.StatusCode.NOT_FOUND, f"There is no prompt {name!r}.")
    for argument in PROMPTS[name]:
        if argument not in given:
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, f"The argument {argument} is missing.")
    if name == "test_simple_prompt":
        messages = [user(text=text("This is a simple prompt for testing."))]
    elif name == "test_prompt_with_arguments":
        messages = [user(text=text(f"arg1='{given['arg1']}', arg2='{given['arg2']}'"))]
    elif name == "test_prompt_with_embedded_resource":
        resource = embedded(given["resourceUri"], "text/plain", "An embedded text.")
        messages = [user(embedded_resource=resource), user(text=text("Look at the resource above."))]
    elif name == "test_prompt_with_image":
        messages = [user(image=image()), user(text=text("Look at the image above."))]
    else:
        context = accepted(request.common, "user_context", "context")
        if context is None:
            return m.GetPromptResponse(common=ask({"user_context": form("Which context?", "context")}))
        messages = [user(text=text(f"The context is {context}."))]
    return m.GetPromptResponse(common=COMPLETE, messages=messages)


def read(uri: str) -> m.ResourceContents:
    if uri == "test://static-text":
        return m.ResourceContents(uri=uri, mime_type="text/plain", text=TEXT)
    if uri == "test://static-binary":
        return m.ResourceContents(uri=uri, mime_type="image/png", blob=PNG)
    before, after = TEMPLATE.split("{id}")
    key = uri.removeprefix(before).removesuffix(after)
    if before + key + after != uri or not key or "/" in key:
        raise Refused(grpc.StatusCode.NOT_FOUND, f"There is no resource {uri!r}.")
    return m.ResourceContents(uri=uri, mime_type="application/json", text=json.dumps({"id": key}))


def complete(request: m.CompletionRequest) -> m.CompletionResponse:
    if not request.HasField("argument"):
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "The argument to complete is missing.")
    target = request.prompt_reference.name or request.resource_reference.uri
    if target not in VALUES and target not in PROMPTS:
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, f"There is nothing to complete at {target!r}.")
    offered = VALUES.get(target, {}).get(request.argument.name, [])
    values = [value for value in offered if value.startswith(request.argument.value)]
    return m.CompletionResponse(common=COMPLETE, values=values, total_matches=len(values))
