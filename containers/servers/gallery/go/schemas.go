package main

import (
	"context"
	"encoding/json"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const vocabulary = `{
	"$schema": "https://json-schema.org/draft/2020-12/schema",
	"type": "object",
	"$defs": {
		"address": {
			"$anchor": "addressDef",
			"type": "object",
			"properties": { "street": { "type": "string" }, "city": { "type": "string" } }
		}
	},
	"properties": {
		"name": { "type": "string" },
		"address": { "$ref": "#/$defs/address" },
		"contactMethod": { "type": "string", "enum": ["phone", "email"] },
		"phone": { "type": "string" },
		"email": { "type": "string" }
	},
	"allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
	"if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
	"then": { "required": ["phone"] },
	"else": { "required": ["email"] },
	"additionalProperties": false
}`

const mirrored = `{
	"type": "object",
	"properties": { "region": { "type": "string", "x-mcp-header": "Region" } },
	"additionalProperties": false
}`

type weather struct {
	City    string  `json:"city"`
	Celsius float64 `json:"celsius"`
}

// Schemas that a server has to hand on untouched.
func addSchemaTools(server *mcp.Server) {
	addTool(server, withSchema(readOnly("json_schema_2020_12_tool",
		"Has an input schema with the vocabulary of JSON Schema 2020-12"), vocabulary),
		func(_ context.Context, _ *mcp.CallToolRequest, in map[string]any) (*mcp.CallToolResult, error) {
			arguments, err := json.Marshal(in)
			return text("JSON Schema 2020-12 tool called with: " + string(arguments)), err
		})

	// The SDK derives the output schema from the type, and the text from the value.
	mcp.AddTool(server, readOnly("test_structured_content", "Returns structured content that fits its output schema"),
		func(context.Context, *mcp.CallToolRequest, none) (*mcp.CallToolResult, weather, error) {
			return nil, weather{City: "Lisbon", Celsius: 22.5}, nil
		})

	addTool(server, withSchema(readOnly("test_mirrored_header",
		"Has a parameter that Streamable HTTP repeats in the header Mcp-Param-Region"), mirrored),
		func(_ context.Context, _ *mcp.CallToolRequest, in struct {
			Region *string `json:"region"`
		}) (*mcp.CallToolResult, error) {
			if in.Region == nil {
				return text("region=none"), nil
			}
			return text("region=" + *in.Region), nil
		})
}
