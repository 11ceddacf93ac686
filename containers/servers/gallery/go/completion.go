package main

import (
	"context"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Every prompt and template, so that one without values is told from one that does not exist.
var values = map[string]map[string][]string{
	"test_simple_prompt": nil,
	"test_prompt_with_arguments": {
		"arg1": {"test", "testValue1", "testing"},
		"arg2": {"testValue2", "value2"},
	},
	"test_prompt_with_embedded_resource": nil,
	"test_prompt_with_image":             nil,
	"test_input_required_result_prompt":  nil,
	template:                             {"id": {"123", "124", "200"}},
}

func complete(_ context.Context, req *mcp.CompleteRequest) (*mcp.CompleteResult, error) {
	target := req.Params.Ref.Name + req.Params.Ref.URI
	known, ok := values[target]
	if !ok {
		return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: "There is nothing to complete at " + target + "."}
	}
	fitting := slices.DeleteFunc(slices.Clone(known[req.Params.Argument.Name]), func(value string) bool {
		return !strings.HasPrefix(value, req.Params.Argument.Value)
	})
	// A list that is nil would be null on the wire.
	return &mcp.CompleteResult{Completion: mcp.CompletionResultDetails{
		Values: append([]string{}, fitting...), Total: len(fitting),
	}}, nil
}
