//! A first line that names the columns.

use super::Entry;
use super::field::{Field, entry, field};

/// What a column holds, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Number,
    Area,
    Action,
    When,
    Other,
}

/// Which column holds what.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header(Vec<Role>);

impl Header {
    /// Whether a first line names columns: it has letters, and a name that we know.
    pub(super) fn is_one<'a>(mut fields: impl Iterator<Item = &'a [u8]>) -> bool {
        fields.any(|name| field(name).is_none() && role(name) != Role::Other)
    }

    /// The columns; `None` where there is not exactly one that reads like a phone number: a second one would be left
    /// out without a word.
    pub(super) fn new<'a>(fields: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let roles: Vec<_> = fields.map(role).collect();
        let once = |role| roles.iter().filter(|r| **r == role).count();
        let fits =
            once(Role::Number) == 1 && [Role::Area, Role::Action, Role::When].iter().all(|r| once(*r) <= 1);
        fits.then_some(Self(roles))
    }

    /// The number of a line; `None` where a column does not hold what it should, or the line has other columns.
    pub(super) fn entry<'a>(&self, fields: impl Iterator<Item = &'a [u8]> + Clone) -> Option<Entry> {
        if fields.clone().count() != self.0.len() {
            return None;
        }
        let known = fields.zip(&self.0).filter(|(_, role)| **role != Role::Other);
        let known = known.map(|(text, role)| match (role, field(text)?) {
            (Role::Number, found @ Field::Number(_))
            | (Role::Area, found @ Field::Area(_))
            | (Role::Action, found @ Field::Action(_))
            | (Role::When, found @ (Field::When(_) | Field::Empty)) => Some(found),
            _ => None,
        });
        entry(known.collect::<Option<Vec<_>>>()?.into_iter())
    }
}

fn role(name: &[u8]) -> Role {
    let letters = name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase);
    let name = String::from_utf8(letters.collect()).unwrap_or_default();
    match name.as_str() {
        "areacode" | "npa" | "area" | "ac" => Role::Area,
        "action" | "change" | "changetype" | "changecode" | "transaction" | "transactiontype"
        | "operation" => Role::Action,
        "date" | "datetime" | "timestamp" | "changedate" | "changetime" | "changed" | "effectivedate" => {
            Role::When
        }
        "number" | "tn" | "ani" | "msisdn" | "e164" => Role::Number,
        "phonetype" | "phonedate" | "phoneid" => Role::Other,
        _ if ["phone", "telephone", "mobile", "cell"].iter().any(|word| name.contains(word)) => Role::Number,
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Written};
    use super::*;

    fn fields(line: &str) -> impl Iterator<Item = &[u8]> + Clone {
        line.split(',').map(str::as_bytes)
    }

    #[test]
    fn columns_are_found_by_name() {
        let header = Header::new(fields("Name,Area Code,Phone Number,Action,Date")).unwrap();
        let entry = header.entry(fields("Doe 2125550100,813,5550142,D,2026-11-20")).unwrap();
        assert_eq!(entry.number, Written::Ten { area: 813, seven: 5_550_142 });
        assert_eq!(entry.action, Some(Action::Delete));
        for bad in
            ["x,813,,D,2026-11-20", "x,813,5550142,?,", "x,813,5550142,,", "813,5550142,D,", "x,8,5550142,D,"]
        {
            assert_eq!(header.entry(fields(bad)), None, "{bad}");
        }
    }

    #[test]
    fn two_columns_of_phones_are_none() {
        assert_eq!(Header::new(fields("phone1,phone2")), None);
        assert_eq!(Header::new(fields("name,city")), None);
        assert!(Header::is_one(fields("name,phone")) && !Header::is_one(fields("8135550142,A")));
    }
}
