//! The prompts, and what completes their arguments.

use rmcp::handler::server::{router::prompt::PromptRouter, wrapper::Parameters};
use rmcp::model::*;
use rmcp::{ErrorData, prompt, prompt_router};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::content::{PNG, embedded};
use crate::resources::TEMPLATE;
use crate::server::Fixture;

#[derive(Deserialize, JsonSchema)]
struct Two {
    /// First test argument
    arg1: String,
    /// Second test argument
    arg2: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Embedded {
    /// URI of the resource to embed
    resource_uri: String,
}

#[prompt_router(vis = "pub(crate)")]
impl Fixture {
    #[prompt(title = "Simple Test Prompt", description = "Takes no arguments")]
    async fn test_simple_prompt(&self) -> Vec<PromptMessage> {
        vec![words("This is a simple prompt for testing.")]
    }

    #[prompt(title = "Prompt With Arguments", description = "Needs two arguments")]
    async fn test_prompt_with_arguments(&self, Parameters(Two { arg1, arg2 }): Parameters<Two>) -> Vec<PromptMessage> {
        vec![words(&format!("Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"))]
    }

    #[prompt(title = "Prompt With Embedded Resource", description = "Embeds the resource it is given the URI of")]
    async fn test_prompt_with_embedded_resource(
        &self,
        Parameters(Embedded { resource_uri }): Parameters<Embedded>,
    ) -> Vec<PromptMessage> {
        let resource = embedded(&resource_uri, "text/plain", "Embedded resource content for testing.");
        vec![PromptMessage::new(Role::User, resource), words("Please process the embedded resource above.")]
    }

    #[prompt(title = "Prompt With Image", description = "Holds an image")]
    async fn test_prompt_with_image(&self) -> Vec<PromptMessage> {
        let image = ContentBlock::image(PNG, "image/png");
        vec![PromptMessage::new(Role::User, image), words("Please analyze the image above.")]
    }
}

fn words(text: &str) -> PromptMessage {
    PromptMessage::new_text(Role::User, text)
}

/// The values that start with what was typed; none for an argument that has no list.
pub fn complete(prompts: &PromptRouter<Fixture>, request: CompleteRequestParams) -> Result<CompleteResult, ErrorData> {
    let (exists, target) = match request.r#ref {
        Reference::Prompt(prompt) => (prompts.has_route(&prompt.name), prompt.name),
        Reference::Resource(resource) => (resource.uri == TEMPLATE, resource.uri),
        _ => (false, "a reference of this kind".into()),
    };
    if !exists {
        return Err(ErrorData::invalid_params(format!("There is nothing to complete at {target}."), None));
    }
    let values: &[&str] = match (target.as_str(), request.argument.name.as_str()) {
        ("test_prompt_with_arguments", "arg1") => &["test", "testValue1", "testing"],
        ("test_prompt_with_arguments", "arg2") => &["testValue2", "value2"],
        (TEMPLATE, "id") => &["123", "124", "200"],
        _ => &[],
    };
    let fitting = values.iter().filter(|value| value.starts_with(&request.argument.value));
    let completion = CompletionInfo::with_all_values(fitting.map(|value| value.to_string()).collect());
    Ok(CompleteResult::new(completion.map_err(|error| ErrorData::internal_error(error, None))?))
}
