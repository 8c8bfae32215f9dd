//! Whose phone it is, told from labels.
//!
//! The heuristic: take from a phone field's label the words that only say that it is a phone (`Phone`, `Mobile`, `Best`,
//! `Primary`, numbers after such a word); what remains is a role, such as `owner` in *Owner Phone 2* or `executor 2`
//! in *Executor 2 Mobile*. A name field is one whose label is a role and `Name`, or the bare role. Same role, same
//! person; a role without a name field stands for itself (*Executor*). No role means that the CRM does not say.

use crate::label::words;

/// Words that say that a field is a phone, and which.
const PHONE_WORDS: &[&str] = &[
    "phone",
    "phones",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "cellphone",
    "landline",
    "number",
    "numbers",
    "no",
];
const FILLERS: &[&str] = &[
    "home",
    "work",
    "office",
    "best",
    "primary",
    "secondary",
    "main",
    "alternate",
    "alternative",
    "alt",
    "other",
    "additional",
    "contact",
    "direct",
    "daytime",
    "evening",
    "s",
];
const NAME_WORDS: &[&str] = &["name", "names", "full"];

/// The role in a phone field's label; empty when it names nobody.
pub(super) fn role_of_phone(label: &str) -> Vec<String> {
    let mut past_phone_word = false;
    let mut role = Vec::new();
    for word in words(label) {
        let is_phone_word = PHONE_WORDS.contains(&word.as_str());
        past_phone_word |= is_phone_word;
        let counts = past_phone_word && word.bytes().all(|b| b.is_ascii_digit());
        if !is_phone_word && !counts && !FILLERS.contains(&word.as_str()) {
            role.push(word);
        }
    }
    // `Phone 2` and `2nd Phone` name nobody.
    if role.iter().all(|word| word.starts_with(|c: char| c.is_ascii_digit())) { Vec::new() } else { role }
}

/// The role in a name field's label.
pub(super) fn role_of_name(label: &str) -> Vec<String> {
    let mut role: Vec<String> =
        words(label).into_iter().filter(|word| !NAME_WORDS.contains(&word.as_str())).collect();
    // *Second Contact Name* goes with *Second Contact Phone*, where `contact` counts for nothing either.
    if role.iter().any(|word| word != "contact") {
        role.retain(|word| word != "contact");
    }
    role
}

/// The names in a lead, by role.
#[derive(Debug, Default)]
pub(super) struct People(Vec<(Vec<String>, String)>);

impl People {
    /// Notes a name; the first name of a role stays.
    pub(super) fn add(&mut self, role: Vec<String>, name: String) {
        if !role.is_empty() && !self.0.iter().any(|(known, _)| *known == role) {
            self.0.push((role, name));
        }
    }

    /// Whose phone a field with this label holds.
    pub(super) fn of_phone(&self, label: &str) -> Option<String> {
        let role = role_of_phone(label);
        if role.is_empty() {
            return None;
        }
        let name = self.0.iter().find(|(known, _)| *known == role).map(|(_, name)| name.clone());
        Some(name.unwrap_or_else(|| titled(&role)))
    }
}

/// `personal representative` becomes `Personal Representative`.
fn titled(role: &[String]) -> String {
    let capital = |word: &String| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    role.iter().map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_give_their_role() {
        for (label, role) in [
            ("Owner Phone Primary", "owner"),
            ("Owner Phone 2", "owner"),
            ("Owner 2 Phone", "owner 2"),
            ("Executor's Mobile", "executor"),
            ("Personal Representative Cell Phone", "personal representative"),
            ("Phone", ""),
            ("Phone 2", ""),
            ("2nd Phone", ""),
            ("Best Contact Number", ""),
            ("Co-Owner Phone Number", "co owner"),
        ] {
            assert_eq!(role_of_phone(label).join(" "), role, "{label}");
        }
        assert_eq!(role_of_name("Owner 2 Full Name").join(" "), "owner 2");
    }

    #[test]
    fn a_phone_is_paired_with_the_name_of_its_role() {
        let mut people = People::default();
        people.add(role_of_name("Owner Name"), "Harold Whitaker".into());
        people.add(role_of_name("Executor Name"), "Denise Whitaker".into());
        assert_eq!(people.of_phone("Owner Phone 2").as_deref(), Some("Harold Whitaker"));
        assert_eq!(people.of_phone("Executor Phone").as_deref(), Some("Denise Whitaker"));
        assert_eq!(people.of_phone("Attorney Phone").as_deref(), Some("Attorney"));
        assert_eq!(people.of_phone("Best Contact Number"), None);
        people.add(role_of_name("Second Contact Name"), "Rosa Whitaker".into());
        assert_eq!(people.of_phone("Second Contact Phone").as_deref(), Some("Rosa Whitaker"));
    }
}
