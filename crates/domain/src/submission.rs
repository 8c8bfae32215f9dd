//! The disposition form: as the browser sends it, and as it is once it is right.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::opt_out::reads_like_opt_out;
use crate::{Disposition, Money, Motivation};

/// The longest notes that are taken, in characters.
pub const MOST_NOTES: usize = 10_000;

/// The five fields as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RawSubmission {
    /// A [`Disposition`] code.
    pub disposition: String,
    /// Free text.
    pub notes: String,
    /// A [`Motivation`] code, or nothing.
    pub motivation: String,
    /// `YYYY-MM-DD`, or nothing.
    pub next_action_date: String,
    /// An amount as people write it, or nothing.
    pub asking_price: String,
    /// Whether the person asked for no more calls, where the notes read like it: `yes`, `no`, or nothing yet.
    pub opt_out: String,
}

/// What the agent says of a call, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// How the call came out.
    pub disposition: Disposition,
    /// What was said; never empty.
    pub notes: String,
    /// How much the owner wants to sell.
    pub motivation: Option<Motivation>,
    /// When the agent acts next.
    pub next_action: Option<Date>,
    /// What the owner asks.
    pub asking_price: Option<Money>,
    /// What the agent answered when the notes read like a request for no more calls; none when nobody asked.
    #[serde(default)]
    pub opt_out: Option<bool>,
}

impl Submission {
    /// Whether nobody may call the number again.
    pub fn suppresses_number(&self) -> bool {
        self.disposition.suppresses_number() || self.opt_out == Some(true)
    }
}

/// The fields of the form, by the names of their inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Disposition Code.
    Disposition,
    /// Agent Notes.
    Notes,
    /// Seller Motivation Level.
    Motivation,
    /// Next Action Date.
    NextActionDate,
    /// Target Asking Price.
    AskingPrice,
    /// Did they ask for no more calls?
    OptOut,
}

/// What is wrong with one field, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Where.
    pub field: Field,
    /// What to do about it.
    pub message: String,
}

impl RawSubmission {
    /// Checks all fields at once. `today` is the agent's day: a next action cannot lie in the past.
    ///
    /// # Errors
    /// Every problem of the form, not only the first.
    pub fn check(&self, today: Date) -> Result<Submission, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut problem =
            |field, message: &str| problems.push(FieldProblem { field, message: message.to_owned() });

        let disposition = self.disposition.trim().parse::<Disposition>().ok();
        if disposition.is_none() {
            problem(Field::Disposition, "Choose how the call came out.");
        }
        let notes = self.notes.trim();
        if notes.is_empty() {
            problem(Field::Notes, "Write a note: one line is enough.");
        } else if notes.chars().count() > MOST_NOTES {
            problem(Field::Notes, "These notes are too long: 10,000 characters is the most.");
        }
        let motivation = match self.motivation.trim() {
            "" => None,
            code => {
                let level = code.parse::<Motivation>().ok();
                if level.is_none() {
                    problem(Field::Motivation, "Choose one of the listed levels, or none.");
                }
                level
            }
        };
        let next_action = match self.next_action_date.trim() {
            "" => {
                if disposition.is_some_and(Disposition::needs_next_action_date) {
                    problem(Field::NextActionDate, "Choose the day of the next action.");
                }
                None
            }
            text => match parse_date(text) {
                Some(day) if day < today => {
                    problem(Field::NextActionDate, "That day is past: choose today or later.");
                    None
                }
                Some(day) => Some(day),
                None => {
                    problem(Field::NextActionDate, "Write the day as YYYY-MM-DD.");
                    None
                }
            },
        };
        let asking_price = match self.asking_price.trim() {
            "" => None,
            text => {
                let price = Money::parse(text).ok();
                if price.is_none() {
                    problem(Field::AskingPrice, "Write an amount such as $185,000 or 185k.");
                }
                price
            }
        };
        let opt_out = match self.opt_out.trim() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                let settled = disposition.is_some_and(Disposition::suppresses_number);
                if reads_like_opt_out(notes) && !settled {
                    problem(Field::OptOut, "The notes read as if they asked for no more calls. Did they?");
                }
                None
            }
        };
        match disposition {
            Some(disposition) if problems.is_empty() => {
                let notes = notes.to_owned();
                Ok(Submission { disposition, notes, motivation, next_action, asking_price, opt_out })
            }
            _ => Err(problems),
        }
    }
}

/// Exactly `YYYY-MM-DD`, in this century: a two-digit year or a time would be a misread date.
fn parse_date(text: &str) -> Option<Date> {
    let shaped = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    let day = shaped.then(|| text.parse::<Date>().ok()).flatten()?;
    (2000..2100).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn raw() -> RawSubmission {
        RawSubmission {
            disposition: "callback_scheduled".into(),
            notes: "  Call back Thursday.  ".into(),
            motivation: "high".into(),
            next_action_date: "2026-11-26".into(),
            asking_price: "185k".into(),
            opt_out: String::new(),
        }
    }

    #[test]
    fn notes_that_read_like_an_opt_out_are_asked_about() {
        let today = date(2026, 11, 20);
        let form = |disposition: &str, opt_out: &str| RawSubmission {
            disposition: disposition.into(),
            notes: "Told me to stop calling.".into(),
            opt_out: opt_out.into(),
            ..raw()
        };
        let asked = form("voicemail", "").check(today).unwrap_err();
        assert_eq!(asked.iter().map(|p| p.field).collect::<Vec<_>>(), [Field::OptOut]);
        assert!(form("voicemail", "yes").check(today).unwrap().suppresses_number());
        assert!(!form("voicemail", "no").check(today).unwrap().suppresses_number());
        assert!(form("do_not_call", "").check(today).unwrap().suppresses_number(), "nothing is left to ask");
    }

    #[test]
    fn a_full_form_is_taken() {
        let submission = raw().check(date(2026, 11, 20)).unwrap();
        assert_eq!(submission.disposition, Disposition::CallbackScheduled);
        assert_eq!(submission.notes, "Call back Thursday.");
        assert_eq!(submission.next_action, Some(date(2026, 11, 26)));
        assert_eq!(submission.asking_price.map(Money::cents), Some(18_500_000));
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let bad = RawSubmission {
            disposition: "maybe".into(),
            notes: " ".into(),
            motivation: "huge".into(),
            next_action_date: "11/26/2026".into(),
            asking_price: "lots".into(),
            opt_out: String::new(),
        };
        let fields: Vec<Field> =
            bad.check(date(2026, 11, 20)).unwrap_err().into_iter().map(|p| p.field).collect();
        assert_eq!(
            fields,
            [Field::Disposition, Field::Notes, Field::Motivation, Field::NextActionDate, Field::AskingPrice]
        );
    }

    #[test]
    fn a_date_is_asked_for_only_where_it_is_needed() {
        let today = date(2026, 11, 20);
        let without =
            |code: &str| RawSubmission { disposition: code.into(), next_action_date: String::new(), ..raw() };
        for disposition in Disposition::ALL {
            let refused = without(disposition.code()).check(today).is_err();
            assert_eq!(refused, disposition.needs_next_action_date(), "{disposition}");
        }
        let past = RawSubmission { next_action_date: "2026-11-19".into(), ..raw() };
        assert!(past.check(today).is_err());
    }

    proptest! {
        #[test]
        fn any_form_is_answered_without_a_panic(
            disposition in "\\PC{0,12}", notes in "\\PC{0,40}", motivation in "\\PC{0,8}",
            next_action_date in "\\PC{0,12}", asking_price in "\\PC{0,12}",
        ) {
            let opt_out = String::new();
            let form = RawSubmission { disposition, notes, motivation, next_action_date, asking_price, opt_out };
            let _ = form.check(date(2026, 11, 20));
        }
    }
}
