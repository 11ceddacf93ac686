//! Modern era: a result that asks for input, and the same request again with the answers.

use std::sync::LazyLock;

use rmcp::handler::server::tool::{InputResponses, RequestState};
use rmcp::model::{CallToolResponse, CallToolResult, ClientCapabilities, ContentBlock};
use rmcp::model::{InputRequiredResult, RequestStateCodec, SamplingCapability};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::{ErrorData, tool, tool_router};
use serde_json::{Map, Value, json};

use crate::server::Fixture;

/// Known to everybody on purpose: a client may bring the state back to another process than the one that sealed it.
static SEAL: LazyLock<RequestStateCodec> =
    LazyLock::new(|| RequestStateCodec::new_unchecked(*b"a key for tests, which guards nothing at all"));

type Outcome = Result<CallToolResponse, ErrorData>;

#[tool_router(router = input_tools, vis = "pub(crate)")]
impl Fixture {
    #[tool(description = "Refuses clients without the capability \"sampling\"")]
    fn test_missing_capability(&self, context: RequestContext<RoleServer>) -> Outcome {
        if context.client_capabilities().is_some_and(|client| client.sampling.is_some()) {
            return done("Success");
        }
        let mut required = ClientCapabilities::default();
        required.sampling = Some(SamplingCapability::default());
        Err(ErrorData::missing_required_client_capability(required))
    }

    #[tool(description = "Asks for a name")]
    fn test_input_required_result_elicitation(&self, given: InputResponses) -> Outcome {
        match accepted(&given, "user_name", "name") {
            Some(Value::String(name)) => done(&format!("Hello, {name}!")),
            _ => ask(json!({ "user_name": elicitation("What is your name?", "name", "string") }), None),
        }
    }

    #[tool(description = "Asks the model for a capital")]
    fn test_input_required_result_sampling(&self, given: InputResponses) -> Outcome {
        match sampled(&given, "capital_question") {
            Some(answer) => done(&format!("Sampling result: {answer}")),
            None => ask(json!({ "capital_question": sampling("What is the capital of France?", 100) }), None),
        }
    }

    #[tool(description = "Asks for the roots")]
    fn test_input_required_result_list_roots(&self, given: InputResponses) -> Outcome {
        let Some(roots) = rooted(&given, "client_roots") else {
            return ask(json!({ "client_roots": roots() }), None);
        };
        let uris: Vec<_> = roots.iter().filter_map(|root| root["uri"].as_str()).collect();
        done(&format!("Found {} root(s): {}", roots.len(), uris.join(", ")))
    }

    #[tool(description = "Asks for a confirmation and needs its request state back")]
    fn test_input_required_result_request_state(&self, given: InputResponses, state: RequestState) -> Outcome {
        confirmed("request_state", "state-ok: requestState validated", &given, state)
    }

    #[tool(description = "Asks for a confirmation and refuses a changed request state")]
    fn test_input_required_result_tampered_state(&self, given: InputResponses, state: RequestState) -> Outcome {
        confirmed("tampered_state", "integrity-ok: state verified", &given, state)
    }

    #[tool(description = "Asks for a name, a greeting and the roots at once")]
    fn test_input_required_result_multiple_inputs(&self, given: InputResponses, state: RequestState) -> Outcome {
        let tool = "multiple_inputs";
        let known = open(tool, state)?;
        let name = accepted(&given, "user_name", "name");
        let inputs = (name, sampled(&given, "greeting"), rooted(&given, "client_roots"));
        if let (Some(_), (Some(Value::String(name)), Some(greeting), Some(roots))) = (known, inputs) {
            return done(&format!("Name: {name}; Greeting: {greeting}; Roots: {}", roots.len()));
        }
        let requests = json!({
            "user_name": elicitation("What is your name?", "name", "string"),
            "greeting": sampling("Generate a greeting", 50),
            "client_roots": roots(),
        });
        ask(requests, Some(seal(tool, json!({}))?))
    }

    #[tool(description = "Asks twice before it answers")]
    fn test_input_required_result_multi_round(&self, given: InputResponses, state: RequestState) -> Outcome {
        let tool = "multi_round";
        let known = open(tool, state)?.unwrap_or_default();
        let first = known.get("name").cloned().or_else(|| accepted(&given, "step1", "name"));
        // A name counts only with the state that asked for it, a colour only once the name is sealed.
        match (known.get("round").and_then(Value::as_u64), first, accepted(&given, "step2", "color")) {
            (Some(2), Some(Value::String(name)), Some(Value::String(color))) => {
                done(&format!("Multi-round complete for {name} who likes {color}"))
            }
            (Some(_), Some(Value::String(name)), _) => ask(
                json!({ "step2": elicitation("Step 2: What is your favorite color?", "color", "string") }),
                Some(seal(tool, json!({ "round": 2, "name": name }))?),
            ),
            _ => ask(
                json!({ "step1": elicitation("Step 1: What is your name?", "name", "string") }),
                Some(seal(tool, json!({ "round": 1 }))?),
            ),
        }
    }

    #[tool(description = "Asks only for what the client declares")]
    fn test_input_required_result_capabilities(
        &self,
        given: InputResponses,
        context: RequestContext<RoleServer>,
    ) -> Outcome {
        let answered: Vec<String> = given.0.unwrap_or_default().into_keys().collect();
        if !answered.is_empty() {
            return done(&format!("capabilities-ok: received {}", answered.join(",")));
        }
        let client = context.client_capabilities().unwrap_or_default();
        let mut requests = Map::new();
        if client.elicitation.is_some() {
            requests.insert("elicit_input".into(), elicitation("Elicitation input", "value", "string"));
        }
        if client.sampling.is_some() {
            requests.insert("sample_input".into(), sampling("Sample request", 50));
        }
        if client.roots.is_some() {
            requests.insert("client_roots".into(), roots());
        }
        match requests.is_empty() {
            true => done("No supported capabilities declared"),
            false => ask(requests.into(), None),
        }
    }
}

fn confirmed(tool: &str, answer: &str, given: &InputResponses, state: RequestState) -> Outcome {
    match (open(tool, state)?, accepted(given, "confirm", "ok")) {
        (Some(_), Some(Value::Bool(_))) => done(answer),
        _ => ask(json!({ "confirm": elicitation("Please confirm", "ok", "boolean") }), Some(seal(tool, json!({}))?)),
    }
}

fn done(text: &str) -> Outcome {
    Ok(CallToolResult::success(vec![ContentBlock::text(text)]).into())
}

fn ask(requests: Value, state: Option<String>) -> Outcome {
    let requests = serde_json::from_value(requests).map_err(ours)?;
    Ok(InputRequiredResult::new(Some(requests), state).into())
}

fn seal(tool: &str, mut payload: Value) -> Result<String, ErrorData> {
    payload["tool"] = tool.into();
    SEAL.seal_json(&payload).map_err(ours)
}

/// A request state passes through the client's hands: only one that was sealed here, for this tool, is believed.
fn open(tool: &str, state: RequestState) -> Result<Option<Map<String, Value>>, ErrorData> {
    let Some(state) = state.0 else { return Ok(None) };
    match SEAL.open_json::<Map<String, Value>>(&state) {
        Ok(payload) if payload.get("tool").is_some_and(|own| own == tool) => Ok(Some(payload)),
        _ => Err(ErrorData::invalid_params("The request state was not issued by this server for this tool.", None)),
    }
}

fn ours(error: impl std::fmt::Display) -> ErrorData {
    ErrorData::internal_error(error.to_string(), None)
}

/// The field of an accepted form, or nothing: what a client sends is not to be trusted.
fn accepted(given: &InputResponses, key: &str, field: &str) -> Option<Value> {
    let response = given.0.as_ref()?.get(key)?;
    (response["action"] == "accept").then(|| response["content"].get(field).cloned())?
}

fn sampled(given: &InputResponses, key: &str) -> Option<String> {
    Some(given.0.as_ref()?.get(key)?["content"]["text"].as_str()?.into())
}

fn rooted<'a>(given: &'a InputResponses, key: &str) -> Option<&'a Vec<Value>> {
    given.0.as_ref()?.get(key)?["roots"].as_array()
}

fn elicitation(message: &str, field: &str, kind: &str) -> Value {
    let schema = json!({ "type": "object", "properties": { field: { "type": kind } }, "required": [field] });
    json!({ "method": "elicitation/create", "params": { "mode": "form", "message": message, "requestedSchema": schema } })
}

fn sampling(question: &str, max_tokens: u32) -> Value {
    let messages = json!([{ "role": "user", "content": { "type": "text", "text": question } }]);
    json!({ "method": "sampling/createMessage", "params": { "messages": messages, "maxTokens": max_tokens } })
}

fn roots() -> Value {
    json!({ "method": "roots/list", "params": {} })
}
