//! Queries, as values: conditions, order, place to go on from.

use ::firestore::gcloud_sdk::google::firestore::v1::{Document, Value};
use ::firestore::{
    FirestoreDb, FirestoreQueryCursor, FirestoreQueryDirection, FirestoreQueryFilter,
    FirestoreQueryFilterCompare as Compare, FirestoreQueryOrder, FirestoreResult, FirestoreValue,
};

use super::names::NAME;
use super::value::{array, reference};

/// How many documents are read at a time where all are wanted.
pub(super) const PAGE: u32 = 300;

/// What the answer to a count calls it.
pub(super) const COUNT: &str = "count";

/// Documents of one collection.
#[derive(Debug, Clone)]
pub(super) struct Query {
    collection: &'static str,
    parent: Option<String>,
    filters: Vec<FirestoreQueryFilter>,
    orders: Vec<FirestoreQueryOrder>,
    fields: Option<Vec<&'static str>>,
    after: Option<Vec<Value>>,
    skip: u32,
    limit: u32,
}

impl Query {
    /// All of a collection.
    pub(super) const fn of(collection: &'static str) -> Self {
        Self {
            collection,
            parent: None,
            filters: Vec::new(),
            orders: Vec::new(),
            fields: None,
            after: None,
            skip: 0,
            limit: PAGE,
        }
    }

    /// Of the collection below this document.
    pub(super) fn below(mut self, parent: String) -> Self {
        self.parent = Some(parent);
        self
    }

    pub(super) fn limit(mut self, limit: usize) -> Self {
        // Firestore counts in signed 32 bits.
        self.limit = u32::try_from(limit).unwrap_or(u32::MAX).min(i32::MAX.unsigned_abs());
        self
    }

    pub(super) fn skip(mut self, skip: usize) -> Self {
        self.skip = u32::try_from(skip).unwrap_or(u32::MAX).min(i32::MAX.unsigned_abs());
        self
    }

    pub(super) fn equal(self, field: &str, value: Value) -> Self {
        self.filter(Compare::Equal(field.to_owned(), FirestoreValue::from(value)))
    }

    pub(super) fn less(self, field: &str, value: Value) -> Self {
        self.filter(Compare::LessThan(field.to_owned(), FirestoreValue::from(value)))
    }

    pub(super) fn at_most(self, field: &str, value: Value) -> Self {
        self.filter(Compare::LessThanOrEqual(field.to_owned(), FirestoreValue::from(value)))
    }

    pub(super) fn at_least(self, field: &str, value: Value) -> Self {
        self.filter(Compare::GreaterThanOrEqual(field.to_owned(), FirestoreValue::from(value)))
    }

    /// One of these, 30 at most.
    pub(super) fn one_of(self, field: &str, values: Vec<Value>) -> Self {
        self.filter(Compare::In(field.to_owned(), FirestoreValue::from(array(values))))
    }

    fn filter(mut self, compare: Compare) -> Self {
        self.filters.push(FirestoreQueryFilter::Compare(Some(compare)));
        self
    }

    pub(super) fn rising(self, field: &str) -> Self {
        self.order(field, FirestoreQueryDirection::Ascending)
    }

    pub(super) fn falling(self, field: &str) -> Self {
        self.order(field, FirestoreQueryDirection::Descending)
    }

    fn order(mut self, field: &str, direction: FirestoreQueryDirection) -> Self {
        self.orders.push(FirestoreQueryOrder::new(field.to_owned(), direction));
        self
    }

    /// If these fields.
    pub(super) fn only(mut self, fields: &[&'static str]) -> Self {
        self.fields = Some(fields.to_vec());
        self
    }

    /// Behind the document with these values of the fields that order it.
    pub(super) fn after(mut self, values: Vec<Value>) -> Self {
        self.after = Some(values);
        self
    }

    /// The next page, if this one may have another behind it. The order must end with [`NAME`], or some could be
    /// skipped.
    pub(super) fn behind(self, page: &[Document]) -> Option<Self> {
        let is_full = page.len() >= usize::try_from(self.limit).unwrap_or(usize::MAX);
        let last = page.last().filter(|_| is_full)?;
        let values = self.orders.iter().map(|order| match order.field_name.as_str() {
            NAME => Some(reference(&last.name)),
            field => last.fields.get(field).cloned(),
        });
        let values = values.collect::<Option<_>>()?;
        Some(self.after(values))
    }

    pub(super) async fn run(&self, db: &FirestoreDb) -> FirestoreResult<Vec<Document>> {
        let select = db.fluent().select();
        let select = match &self.fields {
            Some(fields) => select.fields(fields.iter().copied()),
            None => select,
        };
        let mut select = select.from(self.collection).limit(self.limit);
        if let Some(parent) = &self.parent {
            select = select.parent(parent);
        }
        if self.skip > 0 {
            select = select.offset(self.skip);
        }
        if let Some(after) = &self.after {
            let values = after.iter().cloned().map(FirestoreValue::from).collect();
            select = select.start_at(FirestoreQueryCursor::AfterValue(values));
        }
        select
            .filter(|all| all.for_all(self.filters.iter().cloned()))
            .order(|_| self.orders.clone())
            .query()
            .await
    }

    /// How many it finds, up to its limit. Firestore counts in its index.
    pub(super) async fn count(&self, db: &FirestoreDb) -> FirestoreResult<Vec<Document>> {
        let up_to = usize::try_from(self.limit).unwrap_or(usize::MAX);
        db.fluent()
            .select()
            .from(self.collection)
            .filter(|all| all.for_all(self.filters.iter().cloned()))
            .order(|_| self.orders.clone())
            .aggregate(|all| all.fields([all.field(COUNT).count_up_to(up_to)]))
            .query()
            .await
    }
}
