package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const slow = `{
	"type": "object",
	"properties": { "ms": { "type": "integer", "minimum": 0, "maximum": 10000 } },
	"required": ["ms"],
	"additionalProperties": false
}`

// Tools that say something before they answer, or take their time.
func addFlowTools(server *mcp.Server) {
	addTool(server, readOnly("test_tool_with_logging", "Sends three log messages, then answers"),
		logging("Tool with logging executed successfully",
			"Tool execution started", "Tool processing data", "Tool execution completed"))
	addTool(server, readOnly("test_logging_tool", "Logs once, then answers"),
		logging("Logging evaluated", "Diagnostic trace logging activated"))

	addTool(server, readOnly("test_tool_with_progress", "Reports progress 0, 50 and 100 of 100, then answers with the token"),
		func(ctx context.Context, req *mcp.CallToolRequest, _ none) (*mcp.CallToolResult, error) {
			token := req.Params.GetProgressToken()
			if token == nil {
				return text("no progress token"), nil
			}
			for _, progress := range []float64{0, 50, 100} {
				if err := report(ctx, req, progress, fmt.Sprintf("Completed step %v of 100", progress)); err != nil {
					return nil, err
				}
			}
			return text(spelled(token)), nil
		})
	addTool(server, readOnly("test_streaming_elicitation", "Reports progress where a token was given, then answers"),
		func(ctx context.Context, req *mcp.CallToolRequest, _ none) (*mcp.CallToolResult, error) {
			if req.Params.GetProgressToken() != nil {
				if err := report(ctx, req, 50, ""); err != nil {
					return nil, err
				}
			}
			return text("Streaming complete"), nil
		})

	addTool(server, withSchema(readOnly("test_slow", "Answers after so many milliseconds; stops at once when cancelled"), slow),
		func(ctx context.Context, _ *mcp.CallToolRequest, in struct {
			Ms int `json:"ms"`
		}) (*mcp.CallToolResult, error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(time.Duration(in.Ms) * time.Millisecond):
				return text(fmt.Sprintf("Waited %d ms.", in.Ms)), nil
			}
		})

	addTool(server, readOnly("test_reconnection", "Ends its own event stream before it answers, so that the client has to resume"),
		func(_ context.Context, req *mcp.CallToolRequest, _ none) (*mcp.CallToolResult, error) {
			// Nothing can be closed on stdio, nor in the modern era.
			if req.Extra != nil && req.Extra.CloseSSEStream != nil {
				req.Extra.CloseSSEStream(mcp.CloseSSEStreamArgs{RetryAfter: 10 * time.Millisecond})
			}
			return text("Reconnection test completed successfully. " +
				"If you received this, the client properly reconnected after stream closure."), nil
		})

	addTriggers(server)
}

// The SDK announces a change when something is added, and adding what is there already counts.
func addTriggers(server *mcp.Server) {
	trigger := func(name, description string, announce func(ctx context.Context) error) {
		addTool(server, &mcp.Tool{Name: name, Description: description},
			func(ctx context.Context, _ *mcp.CallToolRequest, _ none) (*mcp.CallToolResult, error) {
				return text("Mutation triggered"), announce(ctx)
			})
	}
	trigger("test_trigger_tool_change", "Announces that the list of tools changed", func(context.Context) error {
		addSchemaTools(server)
		return nil
	})
	trigger("test_trigger_prompt_change", "Announces that the list of prompts changed", func(context.Context) error {
		addPrompts(server)
		return nil
	})
	trigger("test_trigger_resource_change", "Announces that "+watched+" changed", func(ctx context.Context) error {
		return server.ResourceUpdated(ctx, &mcp.ResourceUpdatedNotificationParams{URI: watched})
	})
}

func logging(answer string, messages ...string) call[none] {
	return func(ctx context.Context, req *mcp.CallToolRequest, _ none) (*mcp.CallToolResult, error) {
		for _, message := range messages {
			if err := req.Session.Log(ctx, &mcp.LoggingMessageParams{Level: "info", Data: message}); err != nil {
				return nil, err
			}
		}
		return text(answer), nil
	}
}

func report(ctx context.Context, req *mcp.CallToolRequest, progress float64, message string) error {
	return req.Session.NotifyProgress(ctx, &mcp.ProgressNotificationParams{
		ProgressToken: req.Params.GetProgressToken(), Progress: progress, Total: 100, Message: message,
	})
}

// A token is a string or a number.
func spelled(token any) string {
	if word, ok := token.(string); ok {
		return word
	}
	number, _ := json.Marshal(token)
	return string(number)
}
