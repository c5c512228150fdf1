//! The OpenAPI 3.1 document, made from the table of endpoints: it cannot forget one.

mod schema;

use axum::http::{Method, StatusCode};
use charthold_protocol::{LIVE_WAIT_S, RefusalCode};
use serde_json::{Map, Value, json};

use crate::endpoint::{self, Asks, AuditId, Content, Endpoint};

/// The document.
#[must_use]
pub fn document() -> Value {
    let mut paths = Map::new();
    for endpoint in endpoint::table() {
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(
                endpoint.method.as_str().to_lowercase(),
                operation(&endpoint),
            );
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Charthold central",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Orders, stores and forwards sealed charts; cannot read them.",
        },
        "paths": paths,
        "components": {
            "schemas": schema::schemas(),
            "securitySchemes": {
                "deviceSignature": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "charthold-signature",
                    "description": "Ed25519 over method, path, body hash, token hash, time, nonce \
                        and device; with charthold-device, charthold-time and charthold-nonce.",
                },
                "session": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let mut responses = Map::new();
    responses.insert(
        StatusCode::OK.as_u16().to_string(),
        json!({ "description": "Done", "content": content(endpoint.reply) }),
    );
    if endpoint.reply == Content::Hints {
        let description = "A WebSocket, each text message of which is one of Hints";
        responses.insert(
            StatusCode::SWITCHING_PROTOCOLS.as_u16().to_string(),
            json!({ "description": description }),
        );
    }
    for (status, codes) in refusals(endpoint) {
        let description = codes
            .iter()
            .map(|code| code.title())
            .collect::<Vec<_>>()
            .join("; ");
        responses.insert(
            status.to_string(),
            json!({
                "description": description,
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            }),
        );
    }
    let mut operation = json!({
        "operationId": operation_id(&endpoint.method, endpoint.path),
        "summary": endpoint.summary,
        "security": security(endpoint.caller),
        "parameters": parameters(endpoint),
        "responses": responses,
    });
    if endpoint.request != Content::Empty
        && let Some(operation) = operation.as_object_mut()
    {
        let body = json!({ "required": true, "content": content(endpoint.request) });
        operation.insert("requestBody".to_owned(), body);
    }
    operation
}

fn operation_id(method: &Method, path: &str) -> String {
    let words = path
        .split(['/', '.'])
        .filter(|word| !word.is_empty() && *word != "v1");
    let words: Vec<&str> = words.collect();
    format!("{}_{}", method.as_str().to_lowercase(), words.join("_"))
}

/// The codes of an endpoint by status: its own and those of who may ask.
fn refusals(endpoint: &Endpoint) -> Vec<(u16, Vec<RefusalCode>)> {
    let of_caller: &[RefusalCode] = match endpoint.caller {
        Asks::Anybody => &[],
        Asks::AnyDevice | Asks::Device => &[
            RefusalCode::DeviceRefused,
            RefusalCode::ClockSkew,
            RefusalCode::HeldOff,
        ],
        Asks::Person => &[
            RefusalCode::DeviceRefused,
            RefusalCode::ClockSkew,
            RefusalCode::HeldOff,
            RefusalCode::Unauthenticated,
        ],
    };
    let of_audit: &[RefusalCode] = match endpoint.audit {
        AuditId::Required => &[RefusalCode::AuditTrailRequired],
        AuditId::NotAsked => &[],
    };
    let of_body: &[RefusalCode] = match endpoint.request {
        Content::Empty => &[],
        _ => &[RefusalCode::TooLarge],
    };
    let mut by_status: Vec<(u16, Vec<RefusalCode>)> = Vec::new();
    let all = of_caller
        .iter()
        .chain(of_audit)
        .chain(of_body)
        .chain(endpoint.refusals);
    for code in all {
        match by_status
            .iter_mut()
            .find(|(status, _)| *status == code.status())
        {
            Some((_, codes)) if codes.contains(code) => {}
            Some((_, codes)) => codes.push(*code),
            None => by_status.push((code.status(), vec![*code])),
        }
    }
    by_status
}

fn security(caller: Asks) -> Value {
    match caller {
        Asks::Anybody => json!([]),
        Asks::AnyDevice | Asks::Device => json!([{ "deviceSignature": [] }]),
        Asks::Person => json!([{ "deviceSignature": [], "session": [] }]),
    }
}

fn parameters(endpoint: &Endpoint) -> Value {
    if endpoint.reply == Content::Hints {
        return json!([
            {
                "name": "after",
                "in": "query",
                "required": false,
                "description": "`at` of the message before: answers what came since.",
                "schema": { "type": "string" },
            },
            {
                "name": "wait_s",
                "in": "query",
                "required": false,
                "description": "How long a long poll may wait for something new.",
                "schema": { "type": "integer", "minimum": 0, "maximum": LIVE_WAIT_S },
            },
        ]);
    }
    match endpoint.audit {
        AuditId::Required => json!([{
            "name": "Audit-Id",
            "in": "header",
            "required": true,
            "description": "The device's audit event that explains the request, received before.",
            "schema": { "type": "string", "format": "uuid" },
        }]),
        AuditId::NotAsked => json!([]),
    }
}

fn content(content: Content) -> Value {
    match content {
        Content::Empty => json!({}),
        Content::Text(media) => json!({ media: { "schema": { "type": "string" } } }),
        Content::Cbor(name) => json!({ "application/cbor": { "schema": reference(name) } }),
        Content::Json(name) => json!({ "application/json": { "schema": reference(name) } }),
        Content::Hints => json!({
            "application/json": { "schema": reference("Hints") },
            "text/event-stream": { "schema": reference("Hints") },
        }),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[cfg(test)]
mod tests;
