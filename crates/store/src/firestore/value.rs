//! Firestore's values, made and read.

use std::collections::HashMap;

use ::firestore::gcloud_sdk::google::firestore::v1::value::ValueType;
use ::firestore::gcloud_sdk::google::firestore::v1::{ArrayValue, MapValue, Value};
use ::firestore::timestamp_utils::to_timestamp;
use jiff::Timestamp;

use crate::{Result, StoreError};

/// The fields of a document or of a map.
pub(super) type Fields = HashMap<String, Value>;

const fn value(of: ValueType) -> Value {
    Value { value_type: Some(of) }
}

pub(super) const fn null() -> Value {
    value(ValueType::NullValue(0))
}

pub(super) const fn boolean(on: bool) -> Value {
    value(ValueType::BooleanValue(on))
}

pub(super) const fn integer(number: i64) -> Value {
    value(ValueType::IntegerValue(number))
}

pub(super) const fn double(number: f64) -> Value {
    value(ValueType::DoubleValue(number))
}

pub(super) fn text(text: impl Into<String>) -> Value {
    value(ValueType::StringValue(text.into()))
}

/// A time that Firestore itself understands, for its deletion policy.
pub(super) fn instant(at: Timestamp) -> Value {
    value(ValueType::TimestampValue(to_timestamp(at)))
}

/// A time as we keep it, because maxima and minima work on numbers only: microseconds.
pub(super) fn micros(at: Timestamp) -> Value {
    integer(at.as_microsecond())
}

/// The first whole microsecond that is not before a time.
pub(super) fn micros_from(at: Timestamp) -> Value {
    integer(at.as_microsecond() + i64::from(at.subsec_nanosecond().rem_euclid(1000) > 0))
}

/// The full name of a document.
pub(super) fn reference(name: &str) -> Value {
    value(ValueType::ReferenceValue(name.to_owned()))
}

pub(super) const fn array(values: Vec<Value>) -> Value {
    value(ValueType::ArrayValue(ArrayValue { values }))
}

pub(super) const fn map(fields: Fields) -> Value {
    value(ValueType::MapValue(MapValue { fields }))
}

/// The value, or null.
pub(super) fn optional(value: Option<Value>) -> Value {
    value.unwrap_or_else(null)
}

/// Fields by name.
pub(super) fn fields<const N: usize>(fields: [(&str, Value); N]) -> Fields {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A stored value that is none.
pub(super) fn unreadable(what: &str) -> StoreError {
    StoreError::Permanent(format!("a stored {what} cannot be read"))
}

/// A time as it was kept.
pub(super) fn time(micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|_| unreadable("time"))
}

/// Reads fields. What is absent and what is null are the same.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a>(pub(super) &'a Fields);

impl<'a> Reading<'a> {
    pub(super) fn get(self, name: &str) -> Option<&'a ValueType> {
        let value = self.0.get(name)?.value_type.as_ref()?;
        (!matches!(value, ValueType::NullValue(_))).then_some(value)
    }

    pub(super) fn text(self, name: &str) -> Result<&'a str> {
        self.text_if_any(name)?.ok_or_else(|| unreadable(name))
    }

    pub(super) fn text_if_any(self, name: &str) -> Result<Option<&'a str>> {
        match self.get(name) {
            None => Ok(None),
            Some(ValueType::StringValue(text)) => Ok(Some(text)),
            Some(_) => Err(unreadable(name)),
        }
    }

    pub(super) fn integer(self, name: &str) -> Result<i64> {
        self.integer_if_any(name)?.ok_or_else(|| unreadable(name))
    }

    pub(super) fn integer_if_any(self, name: &str) -> Result<Option<i64>> {
        match self.get(name) {
            None => Ok(None),
            Some(ValueType::IntegerValue(number)) => Ok(Some(*number)),
            Some(_) => Err(unreadable(name)),
        }
    }

    pub(super) fn time(self, name: &str) -> Result<Timestamp> {
        time(self.integer(name)?)
    }

    pub(super) fn time_if_any(self, name: &str) -> Result<Option<Timestamp>> {
        self.integer_if_any(name)?.map(time).transpose()
    }

    pub(super) fn map_if_any(self, name: &str) -> Result<Option<&'a Fields>> {
        match self.get(name) {
            None => Ok(None),
            Some(ValueType::MapValue(map)) => Ok(Some(&map.fields)),
            Some(_) => Err(unreadable(name)),
        }
    }

    /// The first element of a list: of what was added without a read, it is the one that counts.
    pub(super) fn first(self, name: &str) -> Result<&'a ValueType> {
        match self.get(name) {
            Some(ValueType::ArrayValue(array)) => array.values.first().and_then(|v| v.value_type.as_ref()),
            _ => None,
        }
        .ok_or_else(|| unreadable(name))
    }
}
