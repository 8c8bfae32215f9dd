//! A line of the list of leads.

use serde::{Deserialize, Serialize};

/// A lead to work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadRowView {
    /// The item id.
    pub id: String,
    /// The owner, or the item's title.
    pub name: String,
    /// The CRM's word for the kind of lead.
    pub lead_type: Option<String>,
    /// Where the property is.
    pub place: Option<String>,
    /// `2 phones`, `No phone`.
    pub phones: String,
    /// The last call: `Nov 20, 2:41 pm`, and how it came out.
    pub last_call: Option<(String, String)>,
}

impl LeadRowView {
    /// Whether every word of `query` occurs somewhere in the row, in any case and any order.
    pub fn matches(&self, query: &str) -> bool {
        let text = [Some(&self.name), self.lead_type.as_ref(), self.place.as_ref()]
            .into_iter()
            .flatten()
            .map(|part| part.to_lowercase())
            .collect::<Vec<_>>()
            .join(" ");
        query.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

#[cfg(feature = "ssr")]
impl LeadRowView {
    /// The view of a row.
    pub fn of(row: dialer::LeadRow, zone: &super::AgentZone) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name,
            lead_type: row.lead_type,
            place: row.place,
            phones: match row.phones {
                0 => "No phone".to_owned(),
                1 => "1 phone".to_owned(),
                more => format!("{more} phones"),
            },
            last_call: row.last_call.map(|last| (zone.moment(last.at), last.summary)),
        }
    }
}
