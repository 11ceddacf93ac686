"""The prompts, and what completes their arguments and that of the resource template."""

from typing import Annotated

from mcp.server.mcpserver import Context, MCPServer, UserMessage
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    Completion,
    CompletionArgument,
    CompletionContext,
    InputRequiredResult,
    PromptReference,
    ResourceTemplateReference,
)
from pydantic import Field

from content import IMAGE, embedded
from input_required import PREFIX, accepted, ask, form
from resources import TEMPLATE

VALUES = {
    "test_prompt_with_arguments": {
        "arg1": ["test", "testValue1", "testing"],
        "arg2": ["testValue2", "value2"],
    },
    TEMPLATE: {"id": ["123", "124", "200"]},
}


def register(server: MCPServer) -> None:
    @server.prompt(title="Simple Test Prompt")
    def test_simple_prompt() -> str:
        """Takes no arguments"""
        return "This is a simple prompt for testing."

    @server.prompt(title="Prompt With Arguments")
    def test_prompt_with_arguments(
        arg1: Annotated[str, Field(description="First test argument")],
        arg2: Annotated[str, Field(description="Second test argument")],
    ) -> str:
        """Needs two arguments"""
        return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"

    @server.prompt(title="Prompt With Embedded Resource")
    def test_prompt_with_embedded_resource(
        resourceUri: Annotated[str, Field(description="URI of the resource to embed")],
    ) -> list[UserMessage]:
        """Embeds the resource it is given the URI of"""
        resource = embedded(resourceUri, "text/plain", "Embedded resource content for testing.")
        return [UserMessage(resource), UserMessage("Please process the embedded resource above.")]

    @server.prompt(title="Prompt With Image")
    def test_prompt_with_image() -> list[UserMessage]:
        """Holds an image"""
        return [UserMessage(IMAGE), UserMessage("Please analyze the image above.")]

    @server.prompt(name=f"{PREFIX}prompt", title="Prompt That Asks First")
    async def input_required_prompt(ctx: Context) -> str | InputRequiredResult:
        """Asks for a context before it answers"""
        given = accepted(ctx, "user_context", "context")
        if given is None:
            return ask(user_context=form("What context should the prompt use?", "context"))
        return f"Prompt with context: {given}"

    @server.completion()
    async def complete(
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion:
        if isinstance(ref, PromptReference):
            target, known = ref.name, [prompt.name for prompt in await server.list_prompts()]
        else:
            target, known = ref.uri, [template.uri_template for template in await server.list_resource_templates()]
        if target not in known:
            raise MCPError(INVALID_PARAMS, f"There is nothing to complete at {target}.")
        offered = VALUES.get(target, {}).get(argument.name, [])
        values = [value for value in offered if value.startswith(argument.value)]
        return Completion(values=values, total=len(values), has_more=False)
