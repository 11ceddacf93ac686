package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const prefix = "test_input_required_result_"

func elicitation(message, field, kind string) *mcp.ElicitParams {
	return &mcp.ElicitParams{Message: message, RequestedSchema: json.RawMessage(fmt.Sprintf(
		`{"type":"object","properties":{%q:{"type":%q}},"required":[%q]}`, field, kind, field))}
}

func askName() *mcp.ElicitParams { return elicitation("What is your name?", "name", "string") }

func ask(inputs mcp.InputRequestMap, sealed string) *mcp.CallToolResult {
	return &mcp.CallToolResult{InputRequests: inputs, RequestState: sealed}
}

// The field of an accepted form, if it is there and of this type: what a client sends is not to be trusted.
func field[T any](inputs mcp.InputResponseMap, key, name string) (value T, ok bool) {
	if form, is := inputs[key].(*mcp.ElicitResult); is && form.Action == "accept" {
		value, ok = form.Content[name].(T)
	}
	return value, ok
}

func sampled(inputs mcp.InputResponseMap, key string) (string, bool) {
	if answer, ok := inputs[key].(*mcp.CreateMessageWithToolsResult); ok && len(answer.Content) > 0 {
		if said, ok := answer.Content[0].(*mcp.TextContent); ok {
			return said.Text, true
		}
	}
	return "", false
}

func roots(inputs mcp.InputResponseMap, key string) ([]*mcp.Root, bool) {
	answer, ok := inputs[key].(*mcp.ListRootsResult)
	if !ok {
		return nil, false
	}
	return answer.Roots, true
}

// Modern era: a result that asks for input, and the same call again with the answers. To legacy clients the SDK sends the
// requests itself, and calls again.
func addInputRequiredTools(server *mcp.Server) {
	add := func(name, description string, run func(*mcp.CallToolRequest, mcp.InputResponseMap) (*mcp.CallToolResult, error)) {
		addTool(server, &mcp.Tool{Name: name, Description: description},
			func(_ context.Context, req *mcp.CallToolRequest, _ none) (*mcp.CallToolResult, error) {
				return run(req, req.Params.InputResponses)
			})
	}
	add("test_missing_capability", `Refuses clients without the capability "sampling"`, missingCapability)
	add(prefix+"elicitation", "Asks for a name", func(_ *mcp.CallToolRequest, inputs mcp.InputResponseMap) (*mcp.CallToolResult, error) {
		if name, ok := field[string](inputs, "user_name", "name"); ok {
			return text("Hello, " + name + "!"), nil
		}
		return ask(mcp.InputRequestMap{"user_name": askName()}, ""), nil
	})
	add(prefix+"sampling", "Asks the model for a capital", func(_ *mcp.CallToolRequest, inputs mcp.InputResponseMap) (*mcp.CallToolResult, error) {
		if answer, ok := sampled(inputs, "capital_question"); ok {
			return text("Sampling result: " + answer), nil
		}
		return ask(mcp.InputRequestMap{"capital_question": sampling("What is the capital of France?", 100)}, ""), nil
	})
	add(prefix+"list_roots", "Asks for the roots", func(_ *mcp.CallToolRequest, inputs mcp.InputResponseMap) (*mcp.CallToolResult, error) {
		found, ok := roots(inputs, "client_roots")
		if !ok {
			return ask(mcp.InputRequestMap{"client_roots": &mcp.ListRootsParams{}}, ""), nil
		}
		var uris []string
		for _, root := range found {
			uris = append(uris, root.URI)
		}
		return text(fmt.Sprintf("Found %d root(s): %s", len(found), strings.Join(uris, ", "))), nil
	})
	add(prefix+"request_state", "Asks for a confirmation and needs its request state back",
		confirmed(prefix+"request_state", "state-ok: requestState validated"))
	add(prefix+"tampered_state", "Asks for a confirmation and refuses a changed request state",
		confirmed(prefix+"tampered_state", "integrity-ok: state verified"))
	add(prefix+"multiple_inputs", "Asks for a name, a greeting and the roots at once", multipleInputs)
	add(prefix+"multi_round", "Asks twice before it answers", multiRound)
	add(prefix+"capabilities", "Asks only for what the client declares", byCapability)
}

func missingCapability(req *mcp.CallToolRequest, _ mcp.InputResponseMap) (*mcp.CallToolResult, error) {
	if declared := req.ClientCapabilities(); declared != nil && declared.Sampling != nil {
		return text("Success"), nil
	}
	data, err := json.Marshal(mcp.MissingRequiredClientCapabilityData{
		RequiredCapabilities: &mcp.ClientCapabilities{Sampling: &mcp.SamplingCapabilities{}},
	})
	if err != nil {
		return nil, err
	}
	return nil, &jsonrpc.Error{
		Code:    mcp.CodeMissingRequiredClientCapabilities,
		Message: `This tool needs the client capability "sampling".`,
		Data:    data,
	}
}

func confirmed(name, done string) func(*mcp.CallToolRequest, mcp.InputResponseMap) (*mcp.CallToolResult, error) {
	return func(req *mcp.CallToolRequest, inputs mcp.InputResponseMap) (*mcp.CallToolResult, error) {
		known, err := unseal(req.Params.RequestState, name)
		if err != nil {
			return nil, err
		}
		if _, ok := field[bool](inputs, "confirm", "ok"); ok && known.Tool == name {
			return text(done), nil
		}
		return ask(mcp.InputRequestMap{"confirm": elicitation("Please confirm", "ok", "boolean")}, seal(state{Tool: name})), nil
	}
}

func multipleInputs(req *mcp.CallToolRequest, inputs mcp.InputResponseMap) (*mcp.CallToolResult, error) {
	const own = prefix + "multiple_inputs"
	known, err := unseal(req.Params.RequestState, own)
	if err != nil {
		return nil, err
	}
	name, named := field[string](inputs, "user_name", "name")
	greeting, greeted := sampled(inputs, "greeting")
	found, rooted := roots(inputs, "client_roots")
	if known.Tool == own && named && greeted && rooted {
		return text(fmt.Sprintf("Name: %s; Greeting: %s; Roots: %d", name, greeting, len(found))), nil
	}
	return ask(mcp.InputRequestMap{
		"user_name":    askName(),
		"greeting":     sampling("Generate a greeting", 50),
		"client_roots": &mcp.ListRootsParams{},
	}, seal(state{Tool: own})), nil
}

func multiRound(req *mcp.CallToolRequest, inputs mcp.InputResponseMap) (*mcp.CallToolResult, error) {
	const own = prefix + "multi_round"
	known, err := unseal(req.Params.RequestState, own)
	if err != nil {
		return nil, err
	}
	name, named := field[string](inputs, "step1", "name")
	color, colored := field[string](inputs, "step2", "color")
	if known.Round == 2 && colored {
		return text(fmt.Sprintf("Multi-round complete for %s who likes %s", known.Name, color)), nil
	}
	if known.Round == 2 || known.Round == 1 && named {
		if known.Round == 2 {
			name = known.Name
		}
		return ask(mcp.InputRequestMap{"step2": elicitation("Step 2: What is your favorite color?", "color", "string")},
			seal(state{Tool: own, Round: 2, Name: name})), nil
	}
	return ask(mcp.InputRequestMap{"step1": elicitation("Step 1: What is your name?", "name", "string")},
		seal(state{Tool: own, Round: 1})), nil
}

func byCapability(req *mcp.CallToolRequest, inputs mcp.InputResponseMap) (*mcp.CallToolResult, error) {
	if len(inputs) > 0 {
		var keys []string
		for key := range inputs {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		return text("capabilities-ok: received " + strings.Join(keys, ",")), nil
	}
	wanted := mcp.InputRequestMap{}
	if declared := req.ClientCapabilities(); declared != nil {
		if declared.Elicitation != nil {
			wanted["elicit_input"] = elicitation("Elicitation input", "value", "string")
		}
		if declared.Sampling != nil {
			wanted["sample_input"] = sampling("Sample request", 50)
		}
		if declared.RootsV2 != nil {
			wanted["client_roots"] = &mcp.ListRootsParams{}
		}
	}
	if len(wanted) == 0 {
		return text("No supported capabilities declared"), nil
	}
	return ask(wanted, ""), nil
}
