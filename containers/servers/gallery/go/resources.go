package main

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	watched  = "test://watched-resource"
	template = "test://template/{id}/data"
)

func addResources(server *mcp.Server) {
	add := func(resource *mcp.Resource, contents mcp.ResourceContents) {
		contents.URI, contents.MIMEType = resource.URI, resource.MIMEType
		server.AddResource(resource, func(context.Context, *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
			return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{&contents}}, nil
		})
	}
	add(&mcp.Resource{
		URI: "test://static-text", Name: "static-text", Title: "Static Text Resource",
		Description: "A text that never changes", MIMEType: "text/plain",
	}, mcp.ResourceContents{Text: "This is the content of the static text resource."})
	add(&mcp.Resource{
		URI: "test://static-binary", Name: "static-binary", Title: "Static Binary Resource",
		Description: "An image that never changes", MIMEType: "image/png",
	}, mcp.ResourceContents{Blob: png})
	add(&mcp.Resource{
		URI: watched, Name: "watched-resource", Title: "Watched Resource",
		Description: "Can be subscribed to; the tool test_trigger_resource_change announces an update of it",
		MIMEType:    "text/plain",
	}, mcp.ResourceContents{Text: "Watched resource content"})

	server.AddResourceTemplate(&mcp.ResourceTemplate{
		URITemplate: template, Name: "template", Title: "Resource Template",
		Description: "Returns the id it is read with", MIMEType: "application/json",
	}, readTemplate)
}

func readTemplate(_ context.Context, req *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
	before, after, _ := strings.Cut(template, "{id}")
	id := strings.TrimSuffix(strings.TrimPrefix(req.Params.URI, before), after)
	if plain, err := url.PathUnescape(id); err == nil {
		id = plain
	}
	body, err := json.Marshal(map[string]any{"id": id, "templateTest": true, "data": "Data for ID: " + id})
	if err != nil {
		return nil, err
	}
	return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{
		{URI: req.Params.URI, MIMEType: "application/json", Text: string(body)},
	}}, nil
}
