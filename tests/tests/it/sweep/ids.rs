//! Global ids as the API writes them, and putting them into arguments.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use uuid::Uuid;
use wsparcie_kernel::{Clock, IdSource, SystemClock, SystemIds};

/// An id that nothing has.
pub(super) fn fresh() -> Uuid {
    SystemIds.next(SystemClock.now())
}

/// Writes a global id.
pub(super) fn global(kind: &str, id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{id}"))
}

/// The type's name and the id within it.
pub(super) fn parts(global: &str) -> (String, Uuid) {
    let bytes = URL_SAFE_NO_PAD
        .decode(global)
        .unwrap_or_else(|_| panic!("{global} is no global id"));
    let text = String::from_utf8(bytes).expect("a global id is text");
    let (kind, id) = text.split_once(':').expect("a global id has two parts");
    (kind.to_owned(), id.parse().expect("a UUID"))
}

/// An id of the same type that nothing has.
pub(super) fn random_like(like: &str) -> String {
    global(&parts(like).0, fresh())
}

/// The id at a place in the arguments; of a list, that of the first item which has it.
pub(super) fn get<'a>(arguments: &'a Value, path: &[String]) -> Option<&'a str> {
    match (arguments, path.split_first()) {
        (Value::Array(items), _) => items.iter().find_map(|item| get(item, path)),
        (Value::Object(members), Some((name, rest))) => get(members.get(name)?, rest),
        (Value::String(id), None) => Some(id),
        _ => None,
    }
}

/// The arguments with another id at that place; in all items of a list which have it.
pub(super) fn with(arguments: &Value, path: &[String], id: &str) -> Value {
    match (arguments, path.split_first()) {
        (Value::Array(items), _) => items.iter().map(|item| with(item, path, id)).collect(),
        _ if get(arguments, path).is_none() => arguments.clone(),
        (Value::Object(members), Some((name, rest))) => {
            let mut members = members.clone();
            let inner = with(&members[name.as_str()], rest, id);
            members.insert(name.clone(), inner);
            Value::Object(members)
        }
        _ => Value::String(id.to_owned()),
    }
}

/// The arguments under a fresh idempotency key, where they have one.
pub(super) fn with_fresh_key(arguments: &Value) -> Value {
    with_key(arguments, &fresh().to_string())
}

/// The arguments under that idempotency key, where they have one.
pub(super) fn with_key(arguments: &Value, key: &str) -> Value {
    let mut arguments = arguments.clone();
    if let Some(place) = arguments
        .get_mut("input")
        .and_then(|input| input.get_mut("idempotencyKey"))
    {
        *place = Value::String(key.to_owned());
    }
    arguments
}
