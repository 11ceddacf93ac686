// The tools: a schema for each, and what it does with arguments that fit.
package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"

	"mcptc.invalid/gallery/grpc-go/mcp"
)

type (
	object  = map[string]any
	content = mcp.CallToolResponse_Content
	tool    struct {
		name, about string
		schema      object
		act         func(context.Context, *structpb.Struct) (*mcp.CallToolResponse, error)
	}
)

const longestWaitMs = 10_000

// A red pixel (PNG) and one frame of silence (WAV). The proto has bytes, so octets they are.
var (
	png = decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==")
	wav = decode("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=")
)

var (
	nothing = object{"type": "object", "properties": object{}}
	weather = object{"city": "Lisbon", "celsius": 22.5}
	modern  = object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"type":    "object",
		"$defs": object{"address": object{
			"$anchor": "addressDef", "type": "object", "properties": object{"street": object{"type": "string"}},
		}},
		"properties":           object{"name": object{"type": "string"}, "address": object{"$ref": "#/$defs/address"}},
		"allOf":                []any{object{"anyOf": []any{object{"required": []any{"name"}}, object{}}}},
		"if":                   object{"properties": object{"name": object{"const": "nobody"}}, "required": []any{"name"}},
		"then":                 object{"properties": object{"address": object{"type": "object"}}},
		"else":                 object{"properties": object{"address": object{"type": "object"}}},
		"additionalProperties": false,
	}
	waits = object{
		"type": "object", "required": []any{"ms"},
		"properties": object{
			"ms": object{"type": "integer", "minimum": 0, "maximum": longestWaitMs}, "label": object{"type": "string"},
		},
	}
	mixed = embedded("test://mixed-content-resource", "application/json", `{"test":"data","value":123}`)
	text  = embedded("test://embedded-resource", "text/plain", "An embedded text.")
)

var tools = []tool{
	{"test_simple_text", "Returns one text", nothing,
		always(&content{Text: words("This is a simple text response for testing.")})},
	{"test_image_content", "Returns one image", nothing, always(&content{Image: image()})},
	{"test_audio_content", "Returns one sound", nothing,
		always(&content{Audio: &mcp.AudioContent{Data: wav, MimeType: "audio/wav"}})},
	{"test_embedded_resource", "Returns one embedded resource", nothing, always(&content{EmbeddedResource: text})},
	{"test_multiple_content_types", "Returns a text, an image and an embedded resource, in this order", nothing,
		always(&content{Text: words("Three kinds:")}, &content{Image: image()}, &content{EmbeddedResource: mixed})},
	{"test_error_handling", "Always fails", nothing, fail},
	{"json_schema_2020_12_tool", "Has a schema with many keywords", modern,
		always(&content{Text: words("The arguments fit.")})},
	{"test_structured_content", "Returns structured content that fits its output schema", nothing, structured},
	{"test_echo", "Returns its argument", needs(object{"text": object{"type": "string"}}), echo},
	{"echo_arguments", "Returns its arguments, whatever they are", nothing, mirror},
	{"test_slow", "Answers after so many milliseconds, and stops at once when the RPC is over", waits, slow},
	{"test_slow_state", "Tells what became of the call of test_slow with that label",
		needs(object{"label": object{"type": "string"}}), slowState},
}

func decode(base64Text string) []byte {
	octets, err := base64.StdEncoding.DecodeString(base64Text)
	if err != nil {
		panic(err)
	}
	return octets
}

func needs(types object) object {
	var names []any
	for name := range types {
		names = append(names, name)
	}
	return object{"type": "object", "properties": types, "required": names}
}

func toStruct(value object) *structpb.Struct {
	made, err := structpb.NewStruct(value)
	if err != nil {
		panic(err)
	}
	return made
}

func words(text string) *mcp.TextContent { return &mcp.TextContent{Text: text} }

func image() *mcp.ImageContent { return &mcp.ImageContent{Data: png, MimeType: "image/png"} }

func embedded(uri, mimeType, text string) *mcp.EmbeddedResource {
	return &mcp.EmbeddedResource{Contents: &mcp.ResourceContents{Uri: uri, MimeType: mimeType, Text: text}}
}

func say(text string) *mcp.CallToolResponse {
	return &mcp.CallToolResponse{Common: complete, Content: []*content{{Text: words(text)}}}
}

func always(items ...*content) func(context.Context, *structpb.Struct) (*mcp.CallToolResponse, error) {
	return func(context.Context, *structpb.Struct) (*mcp.CallToolResponse, error) {
		return &mcp.CallToolResponse{Common: complete, Content: items}, nil
	}
}

func fail(context.Context, *structpb.Struct) (*mcp.CallToolResponse, error) {
	failed := say("This tool fails on purpose.")
	failed.IsError = true
	return failed, nil
}

func structured(context.Context, *structpb.Struct) (*mcp.CallToolResponse, error) {
	answer := say(`{"city":"Lisbon","celsius":22.5}`)
	answer.StructuredContent = toStruct(weather)
	return answer, nil
}

func echo(_ context.Context, arguments *structpb.Struct) (*mcp.CallToolResponse, error) {
	return say(arguments.GetFields()["text"].GetStringValue()), nil
}

// What arrived, in Go's own words and in the proto's.
func mirror(_ context.Context, arguments *structpb.Struct) (*mcp.CallToolResponse, error) {
	answer := say(fmt.Sprint(arguments.AsMap()))
	answer.StructuredContent = arguments
	return answer, nil
}

// Ends with the RPC: whoever cancels it, or lets its deadline pass, ends the context.
func slow(ctx context.Context, arguments *structpb.Struct) (*mcp.CallToolResponse, error) {
	ms := arguments.GetFields()["ms"].GetNumberValue()
	if ms != math.Trunc(ms) || ms < 0 || ms > longestWaitMs {
		return nil, status.Errorf(codes.InvalidArgument, "ms must be a whole number within 0 and %d.", longestWaitMs)
	}
	label := arguments.GetFields()["label"].GetStringValue()
	slowCalls.note(label, "working")
	select {
	case <-time.After(time.Duration(ms) * time.Millisecond):
		slowCalls.note(label, "done")
		return say(fmt.Sprintf("Waited %v ms.", ms)), nil
	case <-ctx.Done():
		slowCalls.note(label, "stopped")
		return nil, status.FromContextError(ctx.Err()).Err()
	}
}

const maxLabels = 1_000

// What became of slow calls, by the labels of their clients; the oldest label is forgotten first.
type labelled struct {
	mutex  sync.Mutex
	order  []string
	states map[string]string
}

var slowCalls = labelled{states: map[string]string{}}

func (l *labelled) note(label, state string) {
	if label == "" {
		return
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if _, known := l.states[label]; !known {
		l.order = append(l.order, label)
	}
	l.states[label] = state
	if len(l.order) > maxLabels {
		delete(l.states, l.order[0])
		l.order = l.order[1:]
	}
}

func slowState(_ context.Context, arguments *structpb.Struct) (*mcp.CallToolResponse, error) {
	slowCalls.mutex.Lock()
	defer slowCalls.mutex.Unlock()
	if state, known := slowCalls.states[arguments.GetFields()["label"].GetStringValue()]; known {
		return say(state), nil
	}
	return say("unknown"), nil
}

func listTools() []*mcp.Tool {
	var listed []*mcp.Tool
	for _, one := range tools {
		hints := &mcp.ToolAnnotations{ReadOnlyHint: true}
		made := &mcp.Tool{Name: one.name, Description: one.about, InputSchema: toStruct(one.schema), Annotations: hints}
		if one.name == "test_structured_content" {
			made.OutputSchema = toStruct(needs(object{"city": object{"type": "string"}, "celsius": object{"type": "number"}}))
		}
		listed = append(listed, made)
	}
	for _, one := range asking {
		about := "Asks before it answers"
		listed = append(listed, &mcp.Tool{Name: prefix + one.name, Description: about, InputSchema: toStruct(nothing)})
	}
	return listed
}

// As much of JSON Schema as the schemas above need.
func check(arguments *structpb.Struct, schema object) error {
	properties := schema["properties"].(object)
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, given := arguments.GetFields()[name.(string)]; !given {
			return status.Errorf(codes.InvalidArgument, "The argument %v is missing.", name)
		}
	}
	for name, value := range arguments.GetFields() {
		property, known := properties[name].(object)
		_, isText := value.GetKind().(*structpb.Value_StringValue)
		_, isNumber := value.GetKind().(*structpb.Value_NumberValue)
		if (property["type"] == "string" && !isText) || (property["type"] == "integer" && !isNumber) ||
			(!known && schema["additionalProperties"] == false) {
			return status.Errorf(codes.InvalidArgument, "The argument %s does not fit the schema.", name)
		}
	}
	return nil
}

func callTool(ctx context.Context, request *mcp.CallToolRequest) (*mcp.CallToolResponse, error) {
	name, arguments := request.GetRequest().GetName(), request.GetRequest().GetArguments()
	if rest, asks := strings.CutPrefix(name, prefix); asks {
		if at := slices.IndexFunc(asking, func(one asker) bool { return one.name == rest }); at >= 0 {
			return asking[at].act(request.GetCommon())
		}
	}
	at := slices.IndexFunc(tools, func(one tool) bool { return one.name == name })
	if at < 0 {
		return nil, status.Errorf(codes.NotFound, "There is no tool %q.", name)
	}
	if err := check(arguments, tools[at].schema); err != nil {
		return nil, err
	}
	return tools[at].act(ctx, arguments)
}
