//! One tool for each kind of content a result can hold, one that fails, and schemas that have to arrive untouched.

use std::sync::Arc;

use rmcp::handler::server::wrapper::{Json, Parameters};
use rmcp::model::*;
use rmcp::{tool, tool_router};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::server::Fixture;

/// A red pixel (PNG) and one frame of silence (WAV), as base64.
pub const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
const WAV: &str = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Echo {
    text: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Mirrored {
    // A plain string, because the values of such parameters may only be of a primitive type.
    #[serde(default)]
    #[schemars(with = "String", extend("x-mcp-header" = "Region"))]
    region: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Weather {
    city: String,
    celsius: f64,
}

#[tool_router(router = content_tools, vis = "pub(crate)")]
impl Fixture {
    #[tool(description = "Returns one text", annotations(read_only_hint = true))]
    fn test_simple_text(&self) -> String {
        "This is a simple text response for testing.".into()
    }

    #[tool(description = "Returns one image", annotations(read_only_hint = true))]
    fn test_image_content(&self) -> CallToolResult {
        CallToolResult::success(vec![ContentBlock::image(PNG, "image/png")])
    }

    #[tool(description = "Returns one sound", annotations(read_only_hint = true))]
    fn test_audio_content(&self) -> CallToolResult {
        CallToolResult::success(vec![ContentBlock::audio(WAV, "audio/wav")])
    }

    #[tool(description = "Returns one embedded resource", annotations(read_only_hint = true))]
    fn test_embedded_resource(&self) -> CallToolResult {
        let text = "This is an embedded resource content.";
        CallToolResult::success(vec![embedded("test://embedded-resource", "text/plain", text)])
    }

    #[tool(
        description = "Returns a text, an image and an embedded resource, in this order",
        annotations(read_only_hint = true)
    )]
    fn test_multiple_content_types(&self) -> CallToolResult {
        CallToolResult::success(vec![
            ContentBlock::text("Multiple content types test:"),
            ContentBlock::image(PNG, "image/png"),
            embedded("test://mixed-content-resource", "application/json", r#"{"test":"data","value":123}"#),
        ])
    }

    #[tool(description = "Always fails", annotations(read_only_hint = true))]
    fn test_error_handling(&self) -> CallToolResult {
        CallToolResult::error(vec![ContentBlock::text("This tool intentionally returns an error for testing")])
    }

    #[tool(description = "Returns its argument", annotations(read_only_hint = true))]
    fn test_echo(&self, Parameters(Echo { text }): Parameters<Echo>) -> String {
        text
    }

    #[tool(description = "Returns structured content that fits its output schema", annotations(read_only_hint = true))]
    fn test_structured_content(&self) -> Json<Weather> {
        Json(Weather { city: "Lisbon".into(), celsius: 22.5 })
    }

    #[tool(
        description = "Has a parameter that Streamable HTTP repeats in the header Mcp-Param-Region",
        annotations(read_only_hint = true)
    )]
    fn test_mirrored_header(&self, Parameters(Mirrored { region }): Parameters<Mirrored>) -> String {
        format!("region={}", region.as_deref().unwrap_or("none"))
    }

    #[tool(
        description = "Has an input schema with the vocabulary of JSON Schema 2020-12",
        input_schema = vocabulary(),
        annotations(read_only_hint = true)
    )]
    fn json_schema_2020_12_tool(&self, arguments: JsonObject) -> String {
        format!("JSON Schema 2020-12 tool called with: {}", json!(arguments))
    }
}

pub fn embedded(uri: &str, mime_type: &str, text: &str) -> ContentBlock {
    ContentBlock::resource(ResourceContents::text(text, uri).with_mime_type(mime_type))
}

fn vocabulary() -> Arc<JsonObject> {
    Arc::new(object(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": { "street": { "type": "string" }, "city": { "type": "string" } },
            },
        },
        "properties": {
            "name": { "type": "string" },
            "address": { "$ref": "#/$defs/address" },
            "contactMethod": { "type": "string", "enum": ["phone", "email"] },
            "phone": { "type": "string" },
            "email": { "type": "string" },
        },
        "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
        "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
        "then": { "required": ["phone"] },
        "else": { "required": ["email"] },
        "additionalProperties": false,
    })))
}
