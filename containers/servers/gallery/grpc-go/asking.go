// Results that ask for input, and the same call again with the answers. States are sealed, so that none can be made up.
package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"mcptc.invalid/gallery/grpc-go/mcp"
)

type (
	answer   = *mcp.CallToolResponse
	requests = map[string]*mcp.InputRequest
	asker    struct {
		name string
		act  func(*mcp.RequestFields) (answer, error)
	}
)

const prefix = "test_input_required_result_"

var (
	key    = rand.Text()
	roots  = &mcp.InputRequest{ListRootsRequest: &mcp.ListRootsRequest{}}
	asking []asker
)

func init() {
	asking = []asker{
		{"elicitation", elicitation}, {"sampling", sampling}, {"list_roots", listRoots},
		{"request_state", confirmed("state-ok: the state came back")},
		{"tampered_state", confirmed("integrity-ok: the state came back as it was")},
		{"multiple_inputs", multipleInputs}, {"multi_round", multiRound}, {"capabilities", capabilities},
	}
}

func seal(state string) *string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(state))
	sealed := hex.EncodeToString(mac.Sum(nil)) + "." + state
	return &sealed
}

// The state that came back, or nothing where none did. One that was altered is refused.
func unseal(common *mcp.RequestFields) (string, error) {
	if common.GetRequestState() == "" {
		return "", nil
	}
	_, state, _ := strings.Cut(common.GetRequestState(), ".")
	if !hmac.Equal([]byte(*seal(state)), []byte(common.GetRequestState())) {
		return "", status.Error(codes.InvalidArgument, "The request state is not one that this server gave out.")
	}
	return state, nil
}

func form(message, field string) *mcp.InputRequest {
	schema := &mcp.PrimitiveSchemaDefinition{StringSchema: &mcp.PrimitiveSchemaDefinition_StringSchema{Title: field}}
	return &mcp.InputRequest{ElicitRequest: &mcp.ElicitRequest{
		Message:         message,
		RequestedSchema: map[string]*mcp.PrimitiveSchemaDefinition{field: schema},
		RequiredFields:  []string{field},
	}}
}

func sample(question string) *mcp.InputRequest {
	messages := []*mcp.SamplingMessage{{Role: mcp.Role_ROLE_USER, Text: words(question)}}
	return &mcp.InputRequest{
		SamplingCreateMessage: &mcp.SamplingCreateMessageRequest{Messages: messages, MaxTokens: 100},
	}
}

func ask(wanted requests, state string) *mcp.ResponseFields {
	fields := &mcp.ResponseFields{ResultType: mcp.ResultType_RESULT_TYPE_INPUT_REQUIRED, InputRequests: wanted}
	if state != "" {
		fields.RequestState = seal(state)
	}
	return fields
}

func demand(wanted requests, state string) (answer, error) {
	return &mcp.CallToolResponse{Common: ask(wanted, state)}, nil
}

// The field of an accepted form, or nothing: a client may answer with anything.
func accepted(common *mcp.RequestFields, name, field string) string {
	result := common.GetInputResponses()[name].GetElicitResult()
	if result.GetType() != mcp.ElicitResult_TYPE_ACCEPT {
		return ""
	}
	return result.GetContent().GetFields()[field].GetStringValue()
}

func sampled(common *mcp.RequestFields, name string) string {
	return common.GetInputResponses()[name].GetSamplingCreateMessageResult().GetMessage().GetText().GetText()
}

func elicitation(common *mcp.RequestFields) (answer, error) {
	if name := accepted(common, "user_name", "name"); name != "" {
		return say("Hello, " + name + "!"), nil
	}
	return demand(requests{"user_name": form("What is your name?", "name")}, "")
}

func sampling(common *mcp.RequestFields) (answer, error) {
	if text := sampled(common, "capital"); text != "" {
		return say("Sampling result: " + text), nil
	}
	return demand(requests{"capital": sample("What is the capital of France?")}, "")
}

func listRoots(common *mcp.RequestFields) (answer, error) {
	list := common.GetInputResponses()["client_roots"].GetRootListResult()
	if list == nil {
		return demand(requests{"client_roots": roots}, "")
	}
	var uris []string
	for _, root := range list.GetRoots() {
		uris = append(uris, root.GetUri())
	}
	return say(fmt.Sprintf("%d root(s): %s", len(uris), strings.Join(uris, ", "))), nil
}

func confirmed(done string) func(*mcp.RequestFields) (answer, error) {
	return func(common *mcp.RequestFields) (answer, error) {
		state, err := unseal(common)
		if err != nil {
			return nil, err
		}
		if state == "" || accepted(common, "confirm", "ok") == "" {
			return demand(requests{"confirm": form("Please confirm", "ok")}, "asked")
		}
		return say(done), nil
	}
}

func multipleInputs(common *mcp.RequestFields) (answer, error) {
	state, err := unseal(common)
	if err != nil {
		return nil, err
	}
	name, greeting := accepted(common, "user_name", "name"), sampled(common, "greeting")
	list := common.GetInputResponses()["client_roots"].GetRootListResult()
	if state == "" || name == "" || greeting == "" || list == nil {
		wanted := requests{"user_name": form("Your name?", "name"), "greeting": sample("Greet me"), "client_roots": roots}
		return demand(wanted, "asked")
	}
	return say(fmt.Sprintf("Name: %s; greeting: %s; roots: %d", name, greeting, len(list.GetRoots()))), nil
}

func multiRound(common *mcp.RequestFields) (answer, error) {
	state, err := unseal(common)
	if err != nil {
		return nil, err
	}
	name, second := strings.CutPrefix(state, "name:")
	if !second {
		name = accepted(common, "step1", "name")
	}
	if state == "" || name == "" {
		return demand(requests{"step1": form("Step 1: what is your name?", "name")}, "first")
	}
	color := accepted(common, "step2", "color")
	if !second || color == "" {
		return demand(requests{"step2": form("Step 2: what is your favourite colour?", "color")}, "name:"+name)
	}
	return say(name + " likes " + color + "."), nil
}

// Demands what this client says it can give: MCP has that in the metadata of each request.
func capabilities(common *mcp.RequestFields) (answer, error) {
	if len(common.GetInputResponses()) > 0 {
		return say("capabilities-ok"), nil
	}
	declared := common.GetMetadata().GetFields()["io.modelcontextprotocol/clientCapabilities"].GetStructValue()
	possible := requests{}
	wanted := requests{"elicitation": form("Your name?", "name"), "sampling": sample("Say something"), "roots": roots}
	for name, request := range wanted {
		if _, can := declared.GetFields()[name]; can {
			possible[name] = request
		}
	}
	if len(possible) == 0 {
		return say("This client can give nothing."), nil
	}
	return demand(possible, "")
}
