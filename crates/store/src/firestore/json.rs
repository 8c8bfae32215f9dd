//! JSON as Firestore's own values, so that the console shows them field by field, and exactly back.

use ::firestore::gcloud_sdk::google::firestore::v1::Value;
use ::firestore::gcloud_sdk::google::firestore::v1::value::ValueType;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::value::{Fields, array, boolean, double, fields, integer, map, null, text, unreadable};
use crate::{Result, StoreError};

/// The only field of a map that stands for a document which Firestore cannot hold as it is.
const AS_TEXT: &str = "json_text";

/// A value of ours.
pub(super) fn of<T: Serialize>(value: &T) -> Result<Value> {
    Ok(of_json(&serde_json::to_value(value)?))
}

/// A value of ours, back.
pub(super) fn to<T: DeserializeOwned>(value: &ValueType) -> Result<T> {
    Ok(serde_json::from_value(to_json(value)?)?)
}

fn of_json(json: &Json) -> Value {
    native(json, false).unwrap_or_else(|| map(fields([(AS_TEXT, text(json.to_string()))])))
}

/// None where Firestore has no such value: a number above 63 bits, a list within a list, a reserved name.
fn native(json: &Json, in_list: bool) -> Option<Value> {
    Some(match json {
        Json::Null => null(),
        Json::Bool(on) => boolean(*on),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => integer(whole),
            None if number.is_f64() => double(number.as_f64()?),
            None => return None,
        },
        Json::String(string) => text(string),
        Json::Array(_) if in_list => return None,
        Json::Array(list) => array(list.iter().map(|item| native(item, true)).collect::<Option<_>>()?),
        Json::Object(object) => {
            if object.contains_key(AS_TEXT) || object.keys().any(|name| is_reserved(name)) {
                return None;
            }
            let read = object.iter().map(|(name, item)| Some((name.clone(), native(item, false)?)));
            map(read.collect::<Option<Fields>>()?)
        }
    })
}

fn is_reserved(name: &str) -> bool {
    name.is_empty() || name.len() > 1500 || (name.starts_with("__") && name.ends_with("__"))
}

fn to_json(value: &ValueType) -> Result<Json> {
    Ok(match value {
        ValueType::NullValue(_) => Json::Null,
        ValueType::BooleanValue(on) => Json::Bool(*on),
        ValueType::IntegerValue(number) => Json::from(*number),
        ValueType::DoubleValue(number) => Json::from(*number),
        ValueType::StringValue(string) => Json::String(string.clone()),
        ValueType::ArrayValue(list) => list.values.iter().map(inner).collect::<Result<_>>()?,
        ValueType::MapValue(map) => {
            if let Some(ValueType::StringValue(text)) =
                map.fields.get(AS_TEXT).and_then(|value| value.value_type.as_ref())
            {
                return Ok(serde_json::from_str(text)?);
            }
            let read = map.fields.iter().map(|(name, value)| Ok((name.clone(), inner(value)?)));
            Json::Object(read.collect::<Result<_>>()?)
        }
        _ => return Err(unreadable("value")),
    })
}

fn inner(value: &Value) -> Result<Json> {
    value.value_type.as_ref().map_or(Ok(Json::Null), to_json)
}

/// A document that is kept as text because only we read it.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(StoreError::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn documents() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<u64>().prop_map(Json::from),
            // Eighths: serde_json itself reads not every fraction back to its last bit.
            any::<i32>().prop_map(|eighths| Json::from(f64::from(eighths) / 8.0)),
            "\\PC{0,12}".prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
                prop::collection::btree_map("(__)?[a-z_]{0,5}(__)?", inner, 0..5)
                    .prop_map(|object| Json::Object(object.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_document_comes_back_exactly(document in documents()) {
            let stored = of(&document).unwrap();
            prop_assert_eq!(to::<Json>(&stored.value_type.unwrap()).unwrap(), document);
        }
    }

    #[test]
    fn what_firestore_cannot_hold_is_kept_as_text() {
        for odd in [json!({ "id": u64::MAX }), json!({ "a": [[1]] }), json!({ "": 1 }), json!({ "__x__": 1 })]
        {
            let stored = of(&odd).unwrap().value_type.unwrap();
            let ValueType::MapValue(map) = &stored else { panic!("a map") };
            assert!(map.fields.contains_key(AS_TEXT), "{odd}");
            assert_eq!(to::<Json>(&stored).unwrap(), odd);
        }
        let plain = of(&json!({ "a": [1, { "b": [2] }] })).unwrap().value_type.unwrap();
        let ValueType::MapValue(map) = &plain else { panic!("a map") };
        assert!(map.fields.contains_key("a"));
    }
}
