//! The messages, as JSON Schema. Those in CBOR are described by name: their fields have numbers,
//! which JSON Schema cannot say.

use charthold_protocol::{Because, RefusalCode};
use serde_json::{Map, Value, json};

/// Every message the endpoints name.
pub(super) fn schemas() -> Value {
    let mut all = Map::new();
    for name in CBOR {
        let description = format!("`{name}` of the crate charthold-protocol, CBOR (RFC 8949)");
        all.insert(
            (*name).to_owned(),
            json!({ "type": "string", "contentEncoding": "binary", "description": description }),
        );
    }
    for (name, schema) in json_messages() {
        all.insert(name.to_owned(), schema);
    }
    Value::Object(all)
}

const CBOR: &[&str] = &[
    "HelloRequest",
    "HelloReply",
    "Donation",
    "DonationReply",
    "PushRequest",
    "PushReply",
    "PullRequest",
    "PullReply",
    "BlobPush",
    "BlobPushReply",
    "BlobPull",
    "BlobPullReply",
    "AuditPush",
    "AuditPushReply",
    "SignedAuditReceipt",
    "SignedWipe",
    "SignedRecoveryKey",
    "SignedSessionRenewal",
    "KeysRequest",
    "KeysReply",
];

fn json_messages() -> Vec<(&'static str, Value)> {
    vec![
        ("EnrolRequest", enrol_request()),
        ("EnrolReply", enrol_reply()),
        ("SessionRequest", session_request()),
        ("SessionReply", session_reply()),
        ("PasswordChange", password_change()),
        ("SecondFactorRequest", second_factor_request()),
        ("SecondFactorReply", object(&[("link", text())], &["link"])),
        (
            "SignOnRequest",
            of_texts(&["redirect_uri", "state", "nonce", "code_challenge"]),
        ),
        ("SignOnReply", of_texts(&["url"])),
        (
            "SignOnProof",
            of_texts(&["code", "code_verifier", "redirect_uri", "nonce"]),
        ),
        (
            "PersonKeyOffer",
            object(&[("registration", bytes())], &["registration"]),
        ),
        (
            "PersonKeyReply",
            object(
                &[("registered", json!({ "type": "boolean" }))],
                &["registered"],
            ),
        ),
        (
            "RegisterChart",
            object(
                &[("blind_index", bytes()), ("unit", uuid())],
                &["blind_index", "unit"],
            ),
        ),
        (
            "RegisterChartReply",
            object(
                &[
                    ("chart", uuid()),
                    ("created", json!({ "type": "boolean" })),
                    ("registration", bytes()),
                ],
                &["chart", "created", "registration"],
            ),
        ),
        ("Hints", hints()),
        ("Problem", problem()),
        ("OpenApi", json!({ "type": "object" })),
    ]
}

/// All of them, and texts.
fn of_texts(names: &[&str]) -> Value {
    let fields: Vec<_> = names.iter().map(|name| (*name, text())).collect();
    object(&fields, names)
}

fn hints() -> Value {
    let kinds = ["chart", "scope", "revoked", "epoch", "resync"];
    let hint = object(
        &[
            ("hint", json!({ "type": "string", "enum": kinds })),
            ("chart", uuid()),
            ("seq", json!({ "type": "integer" })),
        ],
        &["hint"],
    );
    let hints = json!({ "type": "array", "items": hint });
    let is_so = || json!({ "type": "boolean" });
    let fields = [
        ("at", text()),
        ("hints", hints),
        ("alone", is_so()),
        ("complete", is_so()),
    ];
    object(&fields, &["at", "hints", "alone"])
}

fn enrol_request() -> Value {
    let fields = [
        "code",
        "name",
        "signing_key",
        "agreement_key",
        "app_version",
        "proof",
    ];
    object(
        &[
            ("code", text()),
            ("name", text()),
            ("signing_key", bytes()),
            ("agreement_key", bytes()),
            ("app_version", text()),
            ("proof", bytes()),
        ],
        &fields,
    )
}

fn enrol_reply() -> Value {
    object(
        &[
            ("device", uuid()),
            ("tenant", uuid()),
            ("hospital", text()),
            ("certificate", bytes()),
            ("keys_verifying_key", bytes()),
            ("central_verifying_key", bytes()),
            ("facility_chart", uuid()),
            ("units", json!({ "type": "array", "items": unit() })),
            ("policy", policy()),
            ("epoch", json!({ "type": "integer", "minimum": 1 })),
        ],
        &[
            "device",
            "tenant",
            "hospital",
            "certificate",
            "facility_chart",
            "units",
            "epoch",
        ],
    )
}

fn session_request() -> Value {
    object(
        &[
            ("username", text()),
            ("password", text()),
            ("person_key", bytes()),
            ("second_factor", text()),
        ],
        &["username", "password"],
    )
}

fn password_change() -> Value {
    let names = ["username", "password", "second_factor", "new_password"];
    let required = ["username", "password", "new_password"];
    object(&names.map(|name| (name, text())), &required)
}

fn second_factor_request() -> Value {
    let names = ["username", "password", "code"];
    object(&names.map(|name| (name, text())), &names)
}

fn session_reply() -> Value {
    object(
        &[
            ("token", text()),
            ("expires_at", time()),
            ("person", person()),
            ("person_key_registered", json!({ "type": "boolean" })),
            ("policy", policy()),
        ],
        &[
            "token",
            "expires_at",
            "person",
            "person_key_registered",
            "policy",
        ],
    )
}

fn person() -> Value {
    object(
        &[
            ("id", uuid()),
            ("username", text()),
            ("display_name", text()),
            ("role", text()),
            ("units", json!({ "type": "array", "items": uuid() })),
        ],
        &["id", "username", "display_name", "role", "units"],
    )
}

fn unit() -> Value {
    object(&[("id", uuid()), ("name", text())], &["id", "name"])
}

fn policy() -> Value {
    object(
        &[
            ("inactivity_limit_s", json!({ "type": "integer" })),
            ("offline_lease_s", json!({ "type": "integer" })),
            ("help_desk", json!({ "type": ["string", "null"] })),
            ("pin", json!({ "type": "boolean" })),
        ],
        &[],
    )
}

fn problem() -> Value {
    let codes = serde_json::to_value(CODES).unwrap_or_default();
    object(
        &[
            ("type", text()),
            ("title", text()),
            ("status", json!({ "type": "integer" })),
            ("code", json!({ "type": "string", "enum": codes })),
            ("request_id", text()),
            ("server_time", time()),
            ("because", json!({ "type": "string", "enum": BECAUSE })),
        ],
        &["type", "title", "status", "code", "request_id"],
    )
}

const BECAUSE: [Because; 2] = [Because::DeviceWithdrawn, Because::AccountClosed];

const CODES: &[RefusalCode] = &[
    RefusalCode::AuditTrailRequired,
    RefusalCode::AuditGap,
    RefusalCode::AuditFork,
    RefusalCode::ClockSkew,
    RefusalCode::CodeRefused,
    RefusalCode::DeviceRefused,
    RefusalCode::HeldOff,
    RefusalCode::Internal,
    RefusalCode::KeysUnavailable,
    RefusalCode::Malformed,
    RefusalCode::NotFound,
    RefusalCode::PasswordTooSimple,
    RefusalCode::SecondFactorUnset,
    RefusalCode::SecondFactorWanted,
    RefusalCode::SecondFactorWrong,
    RefusalCode::SignOnRefused,
    RefusalCode::SignOnUnavailable,
    RefusalCode::SignOnWanted,
    RefusalCode::StaleEpoch,
    RefusalCode::StoreUnavailable,
    RefusalCode::TooLarge,
    RefusalCode::UnsealedContent,
    RefusalCode::UpgradeRequired,
    RefusalCode::Unauthenticated,
    RefusalCode::WrongPassword,
];

fn object(fields: &[(&str, Value)], required: &[&str]) -> Value {
    let fields: Map<String, Value> = fields
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    json!({ "type": "object", "properties": fields, "required": required })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn time() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

fn bytes() -> Value {
    json!({ "type": "string", "contentEncoding": "base64" })
}
