package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const defaults = `{
	"type": "object",
	"properties": {
		"name": { "type": "string", "description": "User name", "default": "John Doe" },
		"age": { "type": "integer", "description": "User age", "default": 30 },
		"score": { "type": "number", "description": "User score", "default": 95.5 },
		"status": {
			"type": "string",
			"description": "User status",
			"enum": ["active", "inactive", "pending"],
			"default": "active"
		},
		"verified": { "type": "boolean", "description": "Verification status", "default": true }
	},
	"required": []
}`

const enums = `{
	"type": "object",
	"properties": {
		"untitledSingle": {
			"type": "string",
			"description": "Select one option",
			"enum": ["option1", "option2", "option3"]
		},
		"titledSingle": {
			"type": "string",
			"description": "Select one option with titles",
			"oneOf": [
				{ "const": "value1", "title": "First Option" },
				{ "const": "value2", "title": "Second Option" },
				{ "const": "value3", "title": "Third Option" }
			]
		},
		"legacyEnum": {
			"type": "string",
			"description": "Select one option (legacy)",
			"enum": ["opt1", "opt2", "opt3"],
			"enumNames": ["Option One", "Option Two", "Option Three"]
		},
		"untitledMulti": {
			"type": "array",
			"description": "Select multiple options",
			"minItems": 1,
			"maxItems": 3,
			"items": { "type": "string", "enum": ["option1", "option2", "option3"] }
		},
		"titledMulti": {
			"type": "array",
			"description": "Select multiple options with titles",
			"minItems": 1,
			"maxItems": 3,
			"items": {
				"anyOf": [
					{ "const": "value1", "title": "First Choice" },
					{ "const": "value2", "title": "Second Choice" },
					{ "const": "value3", "title": "Third Choice" }
				]
			}
		}
	},
	"required": []
}`

const response = `{
	"type": "object",
	"properties": { "response": { "type": "string", "description": "User's response" } },
	"required": ["response"]
}`

// Legacy era: the server sends the client a request of its own while a tool runs. In the modern era the SDK refuses to.
func addClientTools(server *mcp.Server) {
	addTool(server, &mcp.Tool{Name: "test_sampling", Description: "Has the client ask its model, and returns the answer"},
		func(ctx context.Context, req *mcp.CallToolRequest, in struct {
			Prompt string `json:"prompt" jsonschema:"What to ask the model"`
		}) (*mcp.CallToolResult, error) {
			if declared := req.ClientCapabilities(); declared == nil || declared.Sampling == nil {
				return failure(`The client does not declare the capability "sampling".`), nil
			}
			answer, err := req.Session.CreateMessage(ctx, sampling(in.Prompt, 100))
			if err != nil {
				return nil, err
			}
			if said, ok := answer.Content.(*mcp.TextContent); ok {
				return text("LLM response: " + said.Text), nil
			}
			return text("LLM response: No response"), nil
		})

	addTool(server, &mcp.Tool{Name: "test_elicitation", Description: "Has the client ask its user, and returns the answer"},
		func(ctx context.Context, req *mcp.CallToolRequest, in struct {
			Message string `json:"message" jsonschema:"What to ask the user"`
		}) (*mcp.CallToolResult, error) {
			return elicit(ctx, req, "User response", in.Message, response)
		})
	form := func(name, description, message, schema string) {
		addTool(server, &mcp.Tool{Name: name, Description: description},
			func(ctx context.Context, req *mcp.CallToolRequest, _ none) (*mcp.CallToolResult, error) {
				return elicit(ctx, req, "Elicitation completed", message, schema)
			})
	}
	form("test_elicitation_sep1034_defaults", "Asks the user with a default for every primitive type",
		"Please review and update the form fields with defaults", defaults)
	form("test_elicitation_sep1330_enums", "Asks the user with every kind of enumeration",
		"Please select options from the enum fields", enums)
}

func elicit(ctx context.Context, req *mcp.CallToolRequest, label, message, schema string) (*mcp.CallToolResult, error) {
	if declared := req.ClientCapabilities(); declared == nil || declared.Elicitation == nil {
		return failure(`The client does not declare the capability "elicitation".`), nil
	}
	answer, err := req.Session.Elicit(ctx, &mcp.ElicitParams{Message: message, RequestedSchema: json.RawMessage(schema)})
	if err != nil {
		return nil, err
	}
	content := []byte("{}")
	if answer.Content != nil {
		if content, err = json.Marshal(answer.Content); err != nil {
			return nil, err
		}
	}
	return text(fmt.Sprintf("%s: action=%s, content=%s", label, answer.Action, content)), nil
}

func sampling(question string, maxTokens int64) *mcp.CreateMessageParams {
	return &mcp.CreateMessageParams{
		Messages:  []*mcp.SamplingMessage{{Role: "user", Content: &mcp.TextContent{Text: question}}},
		MaxTokens: maxTokens,
	}
}
