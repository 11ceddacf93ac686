"""Results that ask for input, and the same call again with the answers. States are sealed, so that none can be made up."""

import hashlib
import hmac
import json
import secrets
from typing import Any

import grpc
from mcp_grpc_transport_proto import mcp_messages_pb2 as m

from content import Refused, plain, say

PREFIX = "test_input_required_result_"
KEY = secrets.token_bytes(32)


def seal(body: str) -> str:
    return f"{hmac.new(KEY, body.encode(), hashlib.sha256).hexdigest()}.{body}"


def unseal(common: m.RequestFields) -> Any:
    """The state that came back, or nothing where none did. One that was altered is refused."""
    if not common.HasField("request_state"):
        return None
    _, _, body = common.request_state.partition(".")
    if not hmac.compare_digest(seal(body).encode(), common.request_state.encode()):
        raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "The request state is not one that this server gave out.")
    return json.loads(body)


def form(message: str, field: str) -> m.InputRequest:
    schema = m.PrimitiveSchemaDefinition(string_schema=m.PrimitiveSchemaDefinition.StringSchema(title=field))
    asked = m.ElicitRequest(message=message, requested_schema={field: schema}, required_fields=[field])
    return m.InputRequest(elicit_request=asked)


def sample(question: str) -> m.InputRequest:
    message = m.SamplingMessage(role=m.ROLE_USER, text=m.TextContent(text=question))
    return m.InputRequest(sampling_create_message=m.SamplingCreateMessageRequest(messages=[message], max_tokens=100))


ROOTS = m.InputRequest(list_roots_request=m.ListRootsRequest())
NAME = form("What is your name?", "name")
CONFIRM = form("Please confirm", "ok")


def ask(requests: dict[str, m.InputRequest], state: Any = None) -> m.ResponseFields:
    sealed = None if state is None else seal(json.dumps(state))
    return m.ResponseFields(
        result_type=m.RESULT_TYPE_INPUT_REQUIRED, input_requests=requests, request_state=sealed
    )


def demand(requests: dict[str, m.InputRequest], state: Any = None) -> m.CallToolResponse:
    return m.CallToolResponse(common=ask(requests, state))


def accepted(common: m.RequestFields, key: str, field: str) -> Any:
    """The field of an accepted form, or nothing: a client may answer with anything."""
    if key not in common.input_responses:
        return None
    result = common.input_responses[key].elicit_result
    return plain(result.content).get(field) if result.type == m.ElicitResult.TYPE_ACCEPT else None


def sampled(common: m.RequestFields, key: str) -> str | None:
    if key not in common.input_responses:
        return None
    return common.input_responses[key].sampling_create_message_result.message.text.text or None


def rooted(common: m.RequestFields, key: str) -> list[str] | None:
    if key not in common.input_responses or not common.input_responses[key].HasField("root_list_result"):
        return None
    return [root.uri for root in common.input_responses[key].root_list_result.roots]


def elicitation(common: m.RequestFields) -> m.CallToolResponse:
    name = accepted(common, "user_name", "name")
    return say(f"Hello, {name}!") if isinstance(name, str) else demand({"user_name": NAME})


def sampling(common: m.RequestFields) -> m.CallToolResponse:
    answer = sampled(common, "capital")
    return say(f"Sampling result: {answer}") if answer else demand({"capital": sample("What is the capital of France?")})


def list_roots(common: m.RequestFields) -> m.CallToolResponse:
    roots = rooted(common, "client_roots")
    return demand({"client_roots": ROOTS}) if roots is None else say(f"{len(roots)} root(s): {', '.join(roots)}")


def confirmed(done: str) -> Any:
    def answer(common: m.RequestFields) -> m.CallToolResponse:
        given, state = accepted(common, "confirm", "ok"), unseal(common)
        return demand({"confirm": CONFIRM}, "asked") if state is None or given is None else say(done)

    return answer


def multiple_inputs(common: m.RequestFields) -> m.CallToolResponse:
    name, greeting = accepted(common, "user_name", "name"), sampled(common, "greeting")
    roots, state = rooted(common, "client_roots"), unseal(common)
    if None in (name, greeting, roots, state):
        return demand({"user_name": NAME, "greeting": sample("Greet me"), "client_roots": ROOTS}, "asked")
    return say(f"Name: {name}; greeting: {greeting}; roots: {', '.join(roots or [])}")


def multi_round(common: m.RequestFields) -> m.CallToolResponse:
    state = unseal(common) or {}
    name, color = state.get("name") or accepted(common, "step1", "name"), accepted(common, "step2", "color")
    if name is None or not state:
        return demand({"step1": form("Step 1: what is your name?", "name")}, {"round": 1})
    if "name" not in state or color is None:
        return demand({"step2": form("Step 2: what is your favourite colour?", "color")}, {"name": name})
    return say(f"{name} likes {color}.")


def capabilities(common: m.RequestFields) -> m.CallToolResponse:
    """Demands what this client says it can give: MCP has that in the metadata of each request."""
    if common.input_responses:
        return say(f"capabilities-ok: {', '.join(common.input_responses)} came")
    wanted = {"elicitation": NAME, "sampling": sample("Say something"), "roots": ROOTS}
    declared = plain(common.metadata).get("io.modelcontextprotocol/clientCapabilities") or {}
    possible = {name: request for name, request in wanted.items() if name in declared}
    return demand(possible) if possible else say("This client can give nothing.")


TOOLS = {
    "elicitation": elicitation,
    "sampling": sampling,
    "list_roots": list_roots,
    "request_state": confirmed("state-ok: the state came back"),
    "tampered_state": confirmed("integrity-ok: the state came back as it was"),
    "multiple_inputs": multiple_inputs,
    "multi_round": multi_round,
    "capabilities": capabilities,
}
