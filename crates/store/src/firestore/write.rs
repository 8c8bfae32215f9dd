//! Writes: parts of one commit.

use std::collections::HashMap;

use ::firestore::gcloud_sdk::google::firestore::v1::document_transform::FieldTransform;
use ::firestore::gcloud_sdk::google::firestore::v1::document_transform::field_transform::{
    ServerValue, TransformType,
};
use ::firestore::gcloud_sdk::google::firestore::v1::precondition::ConditionType;
use ::firestore::gcloud_sdk::google::firestore::v1::value::ValueType;
use ::firestore::gcloud_sdk::google::firestore::v1::write::Operation;
use ::firestore::gcloud_sdk::google::firestore::v1::{
    ArrayValue, Document, DocumentMask, DocumentTransform, Precondition, Value, Write,
};
use ::firestore::timestamp_utils::to_timestamp;
use jiff::Timestamp;

use super::value::{Fields, integer};

/// What must hold of the document, or nothing of the commit is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum If {
    /// It is not there yet.
    Absent,
    /// It is there.
    Present,
    /// It was last changed at this time.
    UnchangedSince(Timestamp),
}

impl If {
    fn precondition(self) -> Precondition {
        let condition = match self {
            Self::Absent => ConditionType::Exists(false),
            Self::Present => ConditionType::Exists(true),
            Self::UnchangedSince(at) => ConditionType::UpdateTime(to_timestamp(at)),
        };
        Precondition { condition_type: Some(condition) }
    }
}

/// The whole document.
pub(super) fn whole(name: String, fields: Fields, only: If) -> Write {
    update(name, fields, None, Vec::new(), Some(only))
}

/// Some fields of a document, by their paths; the others stay.
pub(super) fn puts(name: String, puts: Vec<(String, Value)>, only: Option<If>) -> Write {
    changes(name, puts, Vec::new(), only)
}

/// Some fields of a document, and transforms of others. A document that is not there is made.
pub(super) fn changes(
    name: String,
    puts: Vec<(String, Value)>,
    transforms: Vec<FieldTransform>,
    only: Option<If>,
) -> Write {
    if puts.is_empty() {
        return Write {
            current_document: only.map(If::precondition),
            operation: Some(Operation::Transform(DocumentTransform {
                document: name,
                field_transforms: transforms,
            })),
            ..Write::default()
        };
    }
    let mask = DocumentMask { field_paths: puts.iter().map(|(path, _)| path.clone()).collect() };
    let mut fields = HashMap::new();
    for (path, value) in puts {
        nest(&mut fields, &path, value);
    }
    update(name, fields, Some(mask), transforms, only)
}

/// Takes a document away.
pub(super) fn delete(name: String, only: If) -> Write {
    Write {
        current_document: Some(only.precondition()),
        operation: Some(Operation::Delete(name)),
        ..Write::default()
    }
}

/// The greater of the field and this; this where there is none.
pub(super) fn maximum(path: &str, number: i64) -> FieldTransform {
    transform(path, TransformType::Maximum(integer(number)))
}

/// The lesser of the field and this; this where there is none.
pub(super) fn minimum(path: &str, number: i64) -> FieldTransform {
    transform(path, TransformType::Minimum(integer(number)))
}

/// Firestore's own time of the commit.
pub(super) fn now(path: &str) -> FieldTransform {
    transform(path, TransformType::SetToServerValue(ServerValue::RequestTime.into()))
}

/// One more. Not repeatable by itself: it goes with a write that can only happen once.
pub(super) fn one_more(path: &str) -> FieldTransform {
    transform(path, TransformType::Increment(integer(1)))
}

/// Adds to a list what it does not have yet.
pub(super) fn add_to(path: &str, value: Value) -> FieldTransform {
    transform(path, TransformType::AppendMissingElements(ArrayValue { values: vec![value] }))
}

fn transform(path: &str, of: TransformType) -> FieldTransform {
    FieldTransform { field_path: path.to_owned(), transform_type: Some(of) }
}

fn update(
    name: String,
    fields: Fields,
    mask: Option<DocumentMask>,
    transforms: Vec<FieldTransform>,
    only: Option<If>,
) -> Write {
    Write {
        update_mask: mask,
        update_transforms: transforms,
        current_document: only.map(If::precondition),
        operation: Some(Operation::Update(Document { name, fields, create_time: None, update_time: None })),
    }
}

/// Puts a value at a path of names with dots between.
fn nest(fields: &mut Fields, path: &str, value: Value) {
    let Some((name, rest)) = path.split_once('.') else {
        fields.insert(path.to_owned(), value);
        return;
    };
    let inner = fields.entry(name.to_owned()).or_insert_with(|| super::value::map(Fields::new()));
    if let Some(ValueType::MapValue(map)) = &mut inner.value_type {
        nest(&mut map.fields, rest, value);
    }
}
