//! The fixture of `mcptc` on the official Rust SDK, for runs against a server that nobody here wrote.
//!
//! The SDK's macros and routers do the protocol work; only what a tool says is ours. Left out, because the SDK has
//! no short way to it:
//! - `test_reconnection`: a handler cannot end the event stream of its own request; only the session manager can;
//! - `test_input_required_result_prompt`: the prompt router hands a prompt no answers of an earlier round;
//! - pages: the routers list everything at once;
//! - revisions: every tool is listed at every revision, and those that ask the client say so where they cannot.

// Sampling, logging and legacy subscriptions are deprecated by the newest revision, and tested nevertheless.
#![allow(deprecated)]

mod announce;
mod ask;
mod content;
mod flow;
mod input_required;
mod prompts;
mod resources;
mod server;

use std::error::Error;
use std::sync::Arc;

use announce::Announcer;
use rmcp::ServiceExt;
use rmcp::transport::stdio;
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService, session::local::LocalSessionManager,
};
use server::Fixture;
use tokio::signal::unix::{SignalKind, signal};

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut terminate = signal(SignalKind::terminate())?;
    let serving = async {
        match arguments[..] {
            [] | ["--stdio"] => serve_stdio().await,
            ["--http-port", port] => serve_http(port.parse()?).await,
            _ => Err("usage: server [--stdio | --http-port N]".into()),
        }
    };
    // The first process of a container has no default handlers: without these it would outlive `docker stop`.
    tokio::select! {
        outcome = serving => outcome,
        _ = tokio::signal::ctrl_c() => Ok(()),
        _ = terminate.recv() => Ok(()),
    }
}

async fn serve_stdio() -> Outcome {
    let service = Fixture::new(Arc::new(Announcer::default())).serve(stdio()).await?;
    service.waiting().await?;
    Ok(())
}

async fn serve_http(port: u16) -> Outcome {
    let announcer = Arc::new(Announcer::default());
    // Only the names of this machine, at any port: a browser that was rebound to it is refused.
    let config = StreamableHttpServerConfig::default()
        .with_allowed_hosts(["localhost", "127.0.0.1"])
        .with_allowed_origins(["http://localhost:*", "http://127.0.0.1:*"]);
    let service = StreamableHttpService::new(
        move || Ok(Fixture::new(announcer.clone())),
        Arc::new(LocalSessionManager::default()),
        config,
    );
    let listener = tokio::net::TcpListener::bind(("0.0.0.0", port)).await?;
    axum::serve(listener, axum::Router::new().nest_service("/mcp", service)).await?;
    Ok(())
}
