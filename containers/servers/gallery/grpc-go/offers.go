// The prompts and resources, and what completes their arguments.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"mcptc.invalid/gallery/grpc-go/mcp"
)

const (
	template     = "test://template/{id}/data"
	staticText   = "This is the content of the static text resource."
	askingPrompt = prefix + "prompt"
)

// The prompts and the arguments of each, all of them required.
var prompts = []struct {
	name      string
	arguments []string
}{
	{"test_simple_prompt", nil},
	{"test_prompt_with_arguments", []string{"arg1", "arg2"}},
	{"test_prompt_with_embedded_resource", []string{"resourceUri"}},
	{"test_prompt_with_image", nil},
	{askingPrompt, nil},
}

var values = map[string]map[string][]string{
	"test_prompt_with_arguments": {"arg1": {"test", "testing", "tested"}, "arg2": {"value"}},
	template:                     {"id": {"123", "124", "200"}},
}

func listPrompts() []*mcp.Prompt {
	var listed []*mcp.Prompt
	for _, one := range prompts {
		made := &mcp.Prompt{Name: one.name}
		for _, name := range one.arguments {
			made.Arguments = append(made.Arguments, &mcp.Prompt_Argument{Name: name, Required: true})
		}
		listed = append(listed, made)
	}
	return listed
}

// One of them has all that a resource can be said to have.
func listResources() []*mcp.Resource {
	kept := object{"null": nil, "list": []any{1, -0.5, true, "é"}, "empty": object{}}
	return []*mcp.Resource{
		{
			Uri: "test://static-text", Name: "static-text", Title: "Static text", MimeType: "text/plain",
			Description: "A text that never changes", Size: uint64(len(staticText)),
			Annotations: &mcp.Annotations{
				Audience:     []mcp.Role{mcp.Role_ROLE_USER, mcp.Role_ROLE_ASSISTANT},
				Priority:     proto.Float32(0.8),
				LastModified: proto.String("2026-07-28T00:00:00Z"),
			},
			Icons: []*mcp.Icon{{
				Src:      "data:image/png;base64," + base64.StdEncoding.EncodeToString(png),
				MimeType: "image/png", Sizes: []string{"1x1", "any"}, Theme: mcp.Icon_THEME_DARK,
			}},
			Metadata: toStruct(object{"example.org/kept": kept}),
		},
		{Uri: "test://static-binary", Name: "static-binary", MimeType: "image/png", Size: uint64(len(png))},
	}
}

func getPrompt(request *mcp.GetPromptRequest) (*mcp.GetPromptResponse, error) {
	name, given := request.GetName(), request.GetArguments()
	known := false
	for _, one := range prompts {
		known = known || one.name == name
		for _, argument := range one.arguments {
			if _, has := given[argument]; one.name == name && !has {
				return nil, status.Errorf(codes.InvalidArgument, "The argument %s is missing.", argument)
			}
		}
	}
	if !known {
		return nil, status.Errorf(codes.NotFound, "There is no prompt %q.", name)
	}
	var messages []*mcp.PromptMessage
	switch name {
	case "test_simple_prompt":
		messages = []*mcp.PromptMessage{{Text: words("This is a simple prompt for testing.")}}
	case "test_prompt_with_arguments":
		both := fmt.Sprintf("arg1='%s', arg2='%s'", given["arg1"], given["arg2"])
		messages = []*mcp.PromptMessage{{Text: words(both)}}
	case "test_prompt_with_embedded_resource":
		resource := embedded(given["resourceUri"], "text/plain", "An embedded text.")
		messages = []*mcp.PromptMessage{{EmbeddedResource: resource}, {Text: words("Look at the resource above.")}}
	case "test_prompt_with_image":
		messages = []*mcp.PromptMessage{{Image: image()}, {Text: words("Look at the image above.")}}
	case askingPrompt:
		context := accepted(request.GetCommon(), "user_context", "context")
		if context == "" {
			wanted := requests{"user_context": form("Which context?", "context")}
			return &mcp.GetPromptResponse{Common: ask(wanted, "")}, nil
		}
		messages = []*mcp.PromptMessage{{Text: words("The context is " + context + ".")}}
	}
	for _, message := range messages {
		message.Role = mcp.Role_ROLE_USER
	}
	return &mcp.GetPromptResponse{Common: complete, Messages: messages}, nil
}

func read(uri string) (*mcp.ResourceContents, error) {
	switch uri {
	case "test://static-text":
		return &mcp.ResourceContents{Uri: uri, MimeType: "text/plain", Text: staticText}, nil
	case "test://static-binary":
		return &mcp.ResourceContents{Uri: uri, MimeType: "image/png", Blob: png}, nil
	}
	before, after, _ := strings.Cut(template, "{id}")
	rest, starts := strings.CutPrefix(uri, before)
	id, ends := strings.CutSuffix(rest, after)
	if !starts || !ends || id == "" || strings.Contains(id, "/") {
		return nil, status.Errorf(codes.NotFound, "There is no resource %q.", uri)
	}
	body, err := json.Marshal(map[string]string{"id": id})
	return &mcp.ResourceContents{Uri: uri, MimeType: "application/json", Text: string(body)}, err
}

func completeArgument(request *mcp.CompletionRequest) (*mcp.CompletionResponse, error) {
	if request.GetArgument() == nil {
		return nil, status.Error(codes.InvalidArgument, "The argument to complete is missing.")
	}
	target := request.GetPromptReference().GetName() + request.GetResourceReference().GetUri()
	known := target == template
	for _, one := range prompts {
		known = known || one.name == target
	}
	if !known {
		return nil, status.Errorf(codes.InvalidArgument, "There is nothing to complete at %q.", target)
	}
	var found []string
	for _, value := range values[target][request.GetArgument().GetName()] {
		if strings.HasPrefix(value, request.GetArgument().GetValue()) {
			found = append(found, value)
		}
	}
	total := int64(len(found))
	return &mcp.CompletionResponse{Common: complete, Values: found, TotalMatches: &total}, nil
}
