//! A lead: who it is, where, and every number it can be reached at.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::IdError;
use crate::phone::PhoneError;
use crate::{E164, ItemId, LeadStanding};

/// A lead as the CRM holds it now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lead {
    /// The CRM's item id.
    pub id: ItemId,
    /// The number that people see in the CRM's own links, unique within its app.
    pub app_item_id: u64,
    /// The title of the item; never empty.
    pub title: String,
    /// The owner's name, where the CRM has one.
    pub owner: Option<String>,
    /// Probate, Pre-Foreclosure, Tax Lien …: the CRM's own words.
    pub lead_type: Option<String>,
    /// Every phone of the lead, in the order of the CRM's fields.
    pub phones: Vec<LeadPhone>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Where the property is.
    pub property: Option<Address>,
    /// Where its owner gets letters. An absentee owner's is the better hint at where the owner is.
    pub mailing: Option<Address>,
    /// What it says of occupancy, probate, tax liens and consent.
    #[serde(default)]
    pub standing: LeadStanding,
    /// Every other field with a value, in the CRM's order. Those of the standing are among them: an agent sees what
    /// the rules go by.
    pub fields: Vec<LeadField>,
    /// The lead's page in the CRM.
    pub url: String,
}

impl Lead {
    /// The name to greet: the owner, or the item's title.
    pub fn name(&self) -> &str {
        self.owner.as_deref().unwrap_or(&self.title)
    }

    /// The phone that stands in `slot`.
    pub fn phone(&self, slot: &PhoneSlot) -> Option<&LeadPhone> {
        self.phones.iter().find(|phone| phone.slot == *slot)
    }
}

/// One phone of a lead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeadPhone {
    /// Which of the lead's phones: what the browser names when it asks for a call.
    pub slot: PhoneSlot,
    /// Whose phone it is, where the CRM says: `Denise Whitaker`, `Owner`.
    pub person: Option<String>,
    /// `mobile`, `home`, `work`: the CRM's own word.
    pub kind: Option<String>,
    /// The CRM field's label.
    pub label: String,
    /// The text in the CRM, as somebody typed it.
    pub raw: String,
    /// The number, or why the text is none.
    pub number: Result<E164, PhoneProblem>,
}

/// Why a phone of a lead cannot be called, as a sentence for the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhoneProblem(pub String);

impl From<PhoneError> for PhoneProblem {
    fn from(error: PhoneError) -> Self {
        Self(error.to_string())
    }
}

/// A phone's place in its lead: the CRM field's external id and the position in that field, `owner-phone.0`.
/// The browser sends this and never a number, so nobody can dial a number that no lead has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneSlot(String);

impl PhoneSlot {
    /// The slot of the `position`th number (from 0) in a field.
    ///
    /// # Errors
    /// When the field's external id has other characters than letters, digits, `-` and `_`.
    pub fn new(field: &str, position: usize) -> Result<Self, IdError> {
        format!("{field}.{position}").parse()
    }

    /// The slot as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PhoneSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PhoneSlot {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let fits = text.len() <= 128
            && text.split_once('.').is_some_and(|(field, position)| {
                !field.is_empty()
                    && field.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
                    && (1..=2).contains(&position.len())
                    && position.bytes().all(|b| b.is_ascii_digit())
            });
        if fits { Ok(Self(text.to_owned())) } else { Err(IdError::of("phone of a lead")) }
    }
}

impl TryFrom<String> for PhoneSlot {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<PhoneSlot> for String {
    fn from(slot: PhoneSlot) -> Self {
        slot.0
    }
}

/// A postal address, as far as the CRM has it in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// House number and street.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// The state's two letters, upper case, where they are known.
    pub state: Option<String>,
    /// Five digits, where they are known.
    pub zip: Option<String>,
    /// The whole address in one line; never empty.
    pub line: String,
}

/// A field that Twoleg has no special use for, shown to the agent as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeadField {
    /// The CRM's label.
    pub label: String,
    /// The value, ready to read; never empty. May hold several lines.
    pub text: String,
    /// A link to follow (`https:` only), where the field is one.
    pub href: Option<String>,
}
