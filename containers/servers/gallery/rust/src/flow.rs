//! Tools that say something before they answer, take their time, or change what others see.

use std::time::Duration;

use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::*;
use rmcp::service::{RequestContext, RoleServer};
use rmcp::{tool, tool_router};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::announce::Change;
use crate::resources::WATCHED;
use crate::server::Fixture;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Slow {
    #[schemars(range(max = 10_000))]
    ms: u64,
}

#[tool_router(router = flow_tools, vis = "pub(crate)")]
impl Fixture {
    #[tool(description = "Sends three log messages, then answers", annotations(read_only_hint = true))]
    async fn test_tool_with_logging(&self, context: RequestContext<RoleServer>) -> String {
        for message in ["Tool execution started", "Tool processing data", "Tool execution completed"] {
            self.log(&context, message).await;
        }
        "Tool with logging executed successfully".into()
    }

    #[tool(
        description = "Reports progress 0, 50 and 100 of 100 where a token was given, then answers with the token",
        annotations(read_only_hint = true)
    )]
    async fn test_tool_with_progress(&self, context: RequestContext<RoleServer>) -> String {
        let Some(token) = context.meta.get_progress_token() else { return "no progress token".into() };
        for progress in [0, 50, 100] {
            report(&context, &token, progress, Some(format!("Completed step {progress} of 100"))).await;
        }
        match json!(token) {
            serde_json::Value::String(text) => text,
            number => number.to_string(),
        }
    }

    #[tool(
        description = "Answers after so many milliseconds; stops at once when cancelled",
        annotations(read_only_hint = true)
    )]
    async fn test_slow(
        &self,
        Parameters(Slow { ms }): Parameters<Slow>,
        context: RequestContext<RoleServer>,
    ) -> CallToolResult {
        // Serde does not know of the maximum in the schema.
        if ms > 10_000 {
            return CallToolResult::error(vec![ContentBlock::text("arguments/ms must be <= 10000")]);
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(ms)) => {
                CallToolResult::success(vec![ContentBlock::text(format!("Waited {ms} ms."))])
            }
            () = context.ct.cancelled() => CallToolResult::error(vec![ContentBlock::text("Cancelled.")]),
        }
    }

    #[tool(description = "Announces that the list of tools changed")]
    async fn test_trigger_tool_change(&self) -> String {
        self.trigger(Change::Tools).await
    }

    #[tool(description = "Announces that the list of prompts changed")]
    async fn test_trigger_prompt_change(&self) -> String {
        self.trigger(Change::Prompts).await
    }

    #[tool(description = "Announces that test://watched-resource changed")]
    async fn test_trigger_resource_change(&self) -> String {
        self.trigger(Change::Resource(WATCHED)).await
    }

    #[tool(
        description = "Reports progress where a token was given, then answers; never sends a request of its own",
        annotations(read_only_hint = true)
    )]
    async fn test_streaming_elicitation(&self, context: RequestContext<RoleServer>) -> String {
        if let Some(token) = context.meta.get_progress_token() {
            report(&context, &token, 50, None).await;
        }
        "Streaming complete".into()
    }

    #[tool(description = "Logs once where the request asks for it, then answers", annotations(read_only_hint = true))]
    async fn test_logging_tool(&self, context: RequestContext<RoleServer>) -> String {
        self.log(&context, "Diagnostic trace logging activated").await;
        "Logging evaluated".into()
    }
}

impl Fixture {
    async fn trigger(&self, change: Change) -> String {
        self.announcer.announce(change).await;
        "Mutation triggered".into()
    }
}

/// That the client went away meanwhile is for the SDK to notice.
async fn report(context: &RequestContext<RoleServer>, token: &ProgressToken, progress: u32, message: Option<String>) {
    let mut params = ProgressNotificationParam::new(token.clone(), progress.into()).with_total(100.0);
    params.message = message;
    let _ = context.peer.notify_progress(params).await;
}
