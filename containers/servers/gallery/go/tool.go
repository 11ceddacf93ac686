package main

import (
	"context"
	"encoding/json"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type call[In any] func(ctx context.Context, req *mcp.CallToolRequest, in In) (*mcp.CallToolResult, error)

type none = struct{}

// Through the typed AddTool, so that schemas, validation and failures are as the SDK makes them.
func addTool[In any](server *mcp.Server, tool *mcp.Tool, run call[In]) {
	mcp.AddTool(server, tool, func(ctx context.Context, req *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
		result, err := run(ctx, req, in)
		return result, nil, err
	})
}

func readOnly(name, description string) *mcp.Tool {
	return &mcp.Tool{
		Name:        name,
		Description: description,
		Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true},
	}
}

func withSchema(tool *mcp.Tool, schema string) *mcp.Tool {
	tool.InputSchema = json.RawMessage(schema)
	return tool
}

func result(content ...mcp.Content) *mcp.CallToolResult { return &mcp.CallToolResult{Content: content} }

func text(value string) *mcp.CallToolResult { return result(&mcp.TextContent{Text: value}) }

func failure(value string) *mcp.CallToolResult {
	failed := text(value)
	failed.IsError = true
	return failed
}
