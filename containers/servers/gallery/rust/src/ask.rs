//! Legacy era: the server sends the client a request of its own while a tool runs.

use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::*;
use rmcp::service::{RequestContext, RoleServer, ServiceError};
use rmcp::{tool, tool_router};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::server::{Fixture, modern};

#[derive(Deserialize, JsonSchema)]
struct Sampling {
    prompt: String,
}

#[derive(Deserialize, JsonSchema)]
struct Elicitation {
    message: String,
}

#[tool_router(router = asking_tools, vis = "pub(crate)")]
impl Fixture {
    #[tool(description = "Has the client ask its model, and returns the answer")]
    async fn test_sampling(
        &self,
        Parameters(Sampling { prompt }): Parameters<Sampling>,
        context: RequestContext<RoleServer>,
    ) -> Result<String, String> {
        may_ask(&context, "sampling", |client| client.sampling.is_some())?;
        let params = CreateMessageRequestParams::new(vec![SamplingMessage::user_text(prompt)], 100);
        let answer = json!(context.peer.create_message(params).await.map_err(unanswered)?);
        Ok(format!("LLM response: {}", answer["content"]["text"].as_str().unwrap_or("No response")))
    }

    #[tool(description = "Has the client ask its user, and returns the answer")]
    async fn test_elicitation(
        &self,
        Parameters(Elicitation { message }): Parameters<Elicitation>,
        context: RequestContext<RoleServer>,
    ) -> Result<String, String> {
        let properties = json!({ "response": { "type": "string", "description": "User's response" } });
        elicit(&context, "User response", &message, properties, &["response"]).await
    }

    #[tool(description = "Asks the user with a default for every primitive type")]
    async fn test_elicitation_sep1034_defaults(&self, context: RequestContext<RoleServer>) -> Result<String, String> {
        let message = "Please review and update the form fields with defaults";
        elicit(&context, "Elicitation completed", message, defaults(), &[]).await
    }

    #[tool(description = "Asks the user with every kind of enumeration")]
    async fn test_elicitation_sep1330_enums(&self, context: RequestContext<RoleServer>) -> Result<String, String> {
        let message = "Please select options from the enum fields";
        elicit(&context, "Elicitation completed", message, enums(), &[]).await
    }
}

/// A server must not ask a client for what the client never declared, and since 2026-07-28 it must not ask at all.
fn may_ask(
    context: &RequestContext<RoleServer>,
    name: &str,
    declares: impl Fn(&ClientCapabilities) -> bool,
) -> Result<(), String> {
    if modern(context) {
        Err("This revision has no requests of the server.".into())
    } else if context.client_capabilities().as_ref().is_some_and(declares) {
        Ok(())
    } else {
        Err(format!("The client does not declare the capability \"{name}\"."))
    }
}

async fn elicit(
    context: &RequestContext<RoleServer>,
    label: &str,
    message: &str,
    properties: Value,
    required: &[&str],
) -> Result<String, String> {
    may_ask(context, "elicitation", |client| client.elicitation.is_some())?;
    let schema = json!({ "type": "object", "properties": properties, "required": required });
    let params = ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: message.into(),
        requested_schema: serde_json::from_value(schema).map_err(|error| error.to_string())?,
    };
    let answer = json!(context.peer.create_elicitation(params).await.map_err(unanswered)?);
    let content = answer.get("content").cloned().unwrap_or_else(|| json!({}));
    Ok(format!("{label}: action={}, content={content}", answer["action"].as_str().unwrap_or_default()))
}

fn unanswered(error: ServiceError) -> String {
    format!("The client did not answer: {error}")
}

fn defaults() -> Value {
    json!({
        "name": { "type": "string", "description": "User name", "default": "John Doe" },
        "age": { "type": "integer", "description": "User age", "default": 30 },
        "score": { "type": "number", "description": "User score", "default": 95.5 },
        "status": {
            "type": "string",
            "description": "User status",
            "enum": ["active", "inactive", "pending"],
            "default": "active",
        },
        "verified": { "type": "boolean", "description": "Verification status", "default": true },
    })
}

fn enums() -> Value {
    json!({
        "untitledSingle": {
            "type": "string",
            "description": "Select one option",
            "enum": ["option1", "option2", "option3"],
        },
        "titledSingle": {
            "type": "string",
            "description": "Select one option with titles",
            "oneOf": titled("Option"),
        },
        "legacyEnum": {
            "type": "string",
            "description": "Select one option (legacy)",
            "enum": ["opt1", "opt2", "opt3"],
            "enumNames": ["Option One", "Option Two", "Option Three"],
        },
        "untitledMulti": {
            "type": "array",
            "description": "Select multiple options",
            "minItems": 1,
            "maxItems": 3,
            "items": { "type": "string", "enum": ["option1", "option2", "option3"] },
        },
        "titledMulti": {
            "type": "array",
            "description": "Select multiple options with titles",
            "minItems": 1,
            "maxItems": 3,
            "items": { "anyOf": titled("Choice") },
        },
    })
}

fn titled(kind: &str) -> Value {
    json!([
        { "const": "value1", "title": format!("First {kind}") },
        { "const": "value2", "title": format!("Second {kind}") },
        { "const": "value3", "title": format!("Third {kind}") },
    ])
}
