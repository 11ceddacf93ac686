package main

import (
	"context"
	"encoding/base64"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// A red pixel (PNG) and one frame of silence (WAV).
var (
	png = decoded("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==")
	wav = decoded("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=")
)

func decoded(base string) []byte {
	bytes, err := base64.StdEncoding.DecodeString(base)
	if err != nil {
		panic(err)
	}
	return bytes
}

func image() *mcp.ImageContent { return &mcp.ImageContent{Data: png, MIMEType: "image/png"} }

func embedded(uri, mimeType, text string) *mcp.EmbeddedResource {
	return &mcp.EmbeddedResource{Resource: &mcp.ResourceContents{URI: uri, MIMEType: mimeType, Text: text}}
}

func addContentTools(server *mcp.Server) {
	constant := func(name, description string, make func() *mcp.CallToolResult) {
		addTool(server, readOnly(name, description),
			func(context.Context, *mcp.CallToolRequest, none) (*mcp.CallToolResult, error) { return make(), nil })
	}
	constant("test_simple_text", "Returns one text", func() *mcp.CallToolResult {
		return text("This is a simple text response for testing.")
	})
	constant("test_image_content", "Returns one image", func() *mcp.CallToolResult { return result(image()) })
	constant("test_audio_content", "Returns one sound", func() *mcp.CallToolResult {
		return result(&mcp.AudioContent{Data: wav, MIMEType: "audio/wav"})
	})
	constant("test_embedded_resource", "Returns one embedded resource", func() *mcp.CallToolResult {
		return result(embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."))
	})
	constant("test_multiple_content_types", "Returns a text, an image and an embedded resource, in this order",
		func() *mcp.CallToolResult {
			return result(&mcp.TextContent{Text: "Multiple content types test:"}, image(),
				embedded("test://mixed-content-resource", "application/json", `{"test":"data","value":123}`))
		})
	constant("test_error_handling", "Always fails", func() *mcp.CallToolResult {
		return failure("This tool intentionally returns an error for testing")
	})

	addTool(server, readOnly("test_echo", "Returns its argument"),
		func(_ context.Context, _ *mcp.CallToolRequest, in struct {
			Text string `json:"text" jsonschema:"What to return"`
		}) (*mcp.CallToolResult, error) {
			return text(in.Text), nil
		})
}
