//! The resources. The SDK has no router for them: which URI means what is left to the server.

use rmcp::ErrorData;
use rmcp::model::{Resource, ResourceContents, ResourceTemplate};
use serde_json::json;

use crate::content::PNG;

pub const TEMPLATE: &str = "test://template/{id}/data";
pub const WATCHED: &str = "test://watched-resource";
const TEXT: &str = "test://static-text";
const BINARY: &str = "test://static-binary";

pub fn list() -> Vec<Resource> {
    vec![
        Resource::new(TEXT, "static-text")
            .with_title("Static Text Resource")
            .with_description("A text that never changes")
            .with_mime_type("text/plain"),
        Resource::new(BINARY, "static-binary")
            .with_title("Static Binary Resource")
            .with_description("An image that never changes")
            .with_mime_type("image/png"),
        Resource::new(WATCHED, "watched-resource")
            .with_title("Watched Resource")
            .with_description("Can be subscribed to; the tool test_trigger_resource_change announces an update of it")
            .with_mime_type("text/plain"),
    ]
}

pub fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new(TEMPLATE, "template")
            .with_title("Resource Template")
            .with_description("Returns the id it is read with")
            .with_mime_type("application/json"),
    ]
}

pub fn read(uri: &str) -> Result<ResourceContents, ErrorData> {
    let contents = match uri {
        TEXT => ResourceContents::text("This is the content of the static text resource.", uri),
        BINARY => return Ok(ResourceContents::blob(PNG, uri).with_mime_type("image/png")),
        WATCHED => ResourceContents::text("Watched resource content", uri),
        _ => return templated(uri),
    };
    Ok(contents.with_mime_type("text/plain"))
}

fn templated(uri: &str) -> Result<ResourceContents, ErrorData> {
    let id = uri.strip_prefix("test://template/").and_then(|rest| rest.strip_suffix("/data"));
    let Some(id) = id.filter(|id| !id.is_empty() && !id.contains('/')) else {
        return Err(ErrorData::resource_not_found("There is no such resource.", Some(json!({ "uri": uri }))));
    };
    let body = json!({ "id": id, "templateTest": true, "data": format!("Data for ID: {id}") });
    Ok(ResourceContents::text(body.to_string(), uri).with_mime_type("application/json"))
}
