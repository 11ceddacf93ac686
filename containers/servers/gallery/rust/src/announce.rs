//! Changes are announced to whoever wants to know: legacy sessions that finished their handshake, and modern subscriptions.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use rmcp::model::ResourceUpdatedNotificationParam;
use rmcp::service::{Peer, RoleServer, SubscriptionSendError, SubscriptionSink};

#[derive(Clone, Copy)]
pub enum Change {
    Tools,
    Prompts,
    Resource(&'static str),
}

/// The resources that one legacy session subscribed to.
pub type Subscribed = Arc<Mutex<HashSet<String>>>;

#[derive(Default)]
pub struct Announcer {
    sessions: Mutex<Vec<(Peer<RoleServer>, Subscribed)>>,
    sinks: Mutex<Vec<SubscriptionSink>>,
}

impl Announcer {
    pub fn add_session(&self, peer: Peer<RoleServer>, subscribed: Subscribed) {
        self.sessions.lock().unwrap().push((peer, subscribed));
    }

    pub fn add_subscription(&self, sink: SubscriptionSink) {
        self.sinks.lock().unwrap().push(sink);
    }

    /// Those that are gone are forgotten; that one of them cannot be reached is no reason not to tell the others.
    pub async fn announce(&self, change: Change) {
        let sessions = {
            let mut sessions = self.sessions.lock().unwrap();
            sessions.retain(|(peer, _)| !peer.is_transport_closed());
            sessions.clone()
        };
        for (peer, subscribed) in sessions {
            let _ = match change {
                Change::Tools => peer.notify_tool_list_changed().await,
                Change::Prompts => peer.notify_prompt_list_changed().await,
                Change::Resource(uri) if subscribed.lock().unwrap().contains(uri) => {
                    peer.notify_resource_updated(ResourceUpdatedNotificationParam::new(uri)).await
                }
                Change::Resource(_) => Ok(()),
            };
        }
        let sinks = self.sinks.lock().unwrap().clone();
        for sink in sinks {
            let told = match change {
                Change::Tools => sink.notify_tool_list_changed().await,
                Change::Prompts => sink.notify_prompt_list_changed().await,
                Change::Resource(uri) => sink.notify_resource_updated(uri).await,
            };
            if let Err(SubscriptionSendError::SubscriptionClosed) = told {
                self.sinks.lock().unwrap().retain(|other| other.id() != sink.id());
            }
        }
    }
}
