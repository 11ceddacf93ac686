package main

import (
	"context"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func say(contents ...mcp.Content) *mcp.GetPromptResult {
	var result mcp.GetPromptResult
	for _, content := range contents {
		result.Messages = append(result.Messages, &mcp.PromptMessage{Role: "user", Content: content})
	}
	return &result
}

func words(value string) mcp.Content { return &mcp.TextContent{Text: value} }

func addPrompts(server *mcp.Server) {
	add := func(prompt *mcp.Prompt, get func(*mcp.GetPromptParams) *mcp.GetPromptResult) {
		server.AddPrompt(prompt, func(_ context.Context, req *mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
			// The SDK hands arguments over unchecked, so checking them is the handler's part.
			for _, argument := range prompt.Arguments {
				if _, given := req.Params.Arguments[argument.Name]; argument.Required && !given {
					return nil, &jsonrpc.Error{
						Code:    jsonrpc.CodeInvalidParams,
						Message: fmt.Sprintf("The prompt needs the argument %q.", argument.Name),
					}
				}
			}
			return get(req.Params), nil
		})
	}
	add(&mcp.Prompt{Name: "test_simple_prompt", Title: "Simple Test Prompt", Description: "Takes no arguments"},
		func(*mcp.GetPromptParams) *mcp.GetPromptResult {
			return say(words("This is a simple prompt for testing."))
		})
	add(&mcp.Prompt{
		Name: "test_prompt_with_arguments", Title: "Prompt With Arguments", Description: "Needs two arguments",
		Arguments: []*mcp.PromptArgument{
			{Name: "arg1", Description: "First test argument", Required: true},
			{Name: "arg2", Description: "Second test argument", Required: true},
		},
	}, func(params *mcp.GetPromptParams) *mcp.GetPromptResult {
		return say(words(fmt.Sprintf("Prompt with arguments: arg1='%s', arg2='%s'",
			params.Arguments["arg1"], params.Arguments["arg2"])))
	})
	add(&mcp.Prompt{
		Name: "test_prompt_with_embedded_resource", Title: "Prompt With Embedded Resource",
		Description: "Embeds the resource it is given the URI of",
		Arguments: []*mcp.PromptArgument{
			{Name: "resourceUri", Description: "URI of the resource to embed", Required: true},
		},
	}, func(params *mcp.GetPromptParams) *mcp.GetPromptResult {
		return say(
			embedded(params.Arguments["resourceUri"], "text/plain", "Embedded resource content for testing."),
			words("Please process the embedded resource above."))
	})
	add(&mcp.Prompt{Name: "test_prompt_with_image", Title: "Prompt With Image", Description: "Holds an image"},
		func(*mcp.GetPromptParams) *mcp.GetPromptResult {
			return say(image(), words("Please analyze the image above."))
		})
	add(&mcp.Prompt{
		Name: "test_input_required_result_prompt", Title: "Prompt That Asks First",
		Description: "Asks for a context before it answers",
	}, func(params *mcp.GetPromptParams) *mcp.GetPromptResult {
		if given, ok := field[string](params.InputResponses, "user_context", "context"); ok {
			return say(words("Prompt with context: " + given))
		}
		return &mcp.GetPromptResult{InputRequests: mcp.InputRequestMap{
			"user_context": elicitation("What context should the prompt use?", "context", "string"),
		}}
	})
}
