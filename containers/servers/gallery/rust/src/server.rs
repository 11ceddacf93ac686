//! What the SDK asks a server for: its name, its routers, and the few methods that no router covers.

use std::sync::{Arc, Mutex};

use rmcp::handler::server::router::{prompt::PromptRouter, tool::ToolRouter};
use rmcp::model::*;
use rmcp::service::{NotificationContext, RequestContext, RoleServer, SubscriptionContext};
use rmcp::{ErrorData, ServerHandler, prompt_handler, tool_handler};

use crate::announce::{Announcer, Subscribed};
use crate::{prompts, resources};

/// One of these serves one legacy session, or one modern connection or request.
#[derive(Clone)]
pub struct Fixture {
    pub announcer: Arc<Announcer>,
    level: Arc<Mutex<LoggingLevel>>,
    subscribed: Subscribed,
    tool_router: ToolRouter<Self>,
    prompt_router: PromptRouter<Self>,
}

impl Fixture {
    pub fn new(announcer: Arc<Announcer>) -> Self {
        Self {
            announcer,
            level: Arc::new(Mutex::new(LoggingLevel::Debug)),
            subscribed: Subscribed::default(),
            tool_router: Self::content_tools() + Self::flow_tools() + Self::asking_tools() + Self::input_tools(),
            prompt_router: Self::prompt_router(),
        }
    }

    /// The SDK leaves it to the server to respect the level: of the session, or of the request in the modern era.
    pub async fn log(&self, context: &RequestContext<RoleServer>, data: &str) {
        let level = LoggingLevel::Info;
        let least = if modern(context) { context.meta.log_level() } else { Some(*self.level.lock().unwrap()) };
        if least.is_some_and(|least| level as u8 >= least as u8) {
            let _ = context.peer.notify_logging_message(LoggingMessageNotificationParam::new(level, data.into())).await;
        }
    }
}

pub fn modern(context: &RequestContext<RoleServer>) -> bool {
    context.protocol_version().is_some_and(|version| version >= ProtocolVersion::V_2026_07_28)
}

#[tool_handler(router = self.tool_router)]
#[prompt_handler(router = self.prompt_router)]
impl ServerHandler for Fixture {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_completions()
            .enable_logging()
            .enable_prompts()
            .enable_prompts_list_changed()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_tools()
            .enable_tool_list_changed()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("mcptc-gallery-rust", env!("CARGO_PKG_VERSION")))
    }

    async fn on_initialized(&self, context: NotificationContext<RoleServer>) {
        self.announcer.add_session(context.peer, self.subscribed.clone());
    }

    async fn set_level(&self, request: SetLevelRequestParams, _: RequestContext<RoleServer>) -> Result<(), ErrorData> {
        *self.level.lock().unwrap() = request.level;
        Ok(())
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        prompts::complete(&self.prompt_router, request)
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        only_page(request)?;
        Ok(ListResourcesResult::with_all_items(resources::list()))
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        only_page(request)?;
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        Ok(ReadResourceResult::new(vec![resources::read(&request.uri)?]).into())
    }

    async fn subscribe(&self, request: SubscribeRequestParams, _: RequestContext<RoleServer>) -> Result<(), ErrorData> {
        resources::read(&request.uri)?;
        self.subscribed.lock().unwrap().insert(request.uri);
        Ok(())
    }

    async fn unsubscribe(
        &self,
        request: UnsubscribeRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.subscribed.lock().unwrap().remove(&request.uri);
        Ok(())
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        // The SDK takes away what the capabilities do not declare.
        Some(requested.clone())
    }

    async fn listen(&self, subscription: SubscriptionContext) -> Result<(), ErrorData> {
        self.announcer.add_subscription(subscription.sink().clone());
        subscription.cancelled().await;
        Ok(())
    }
}

/// Lists that are ours fit on one page, so no cursor was ever given out.
fn only_page(request: Option<PaginatedRequestParams>) -> Result<(), ErrorData> {
    match request.and_then(|request| request.cursor) {
        None => Ok(()),
        Some(_) => Err(ErrorData::invalid_params("This list never gave such a cursor.", None)),
    }
}
