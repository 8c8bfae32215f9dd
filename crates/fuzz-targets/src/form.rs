//! Forms, and what is typed into their fields.

use domain::submission::MOST_NOTES;
use domain::{RawSubmission, Submission};
use jiff::civil::{Date, date};

use crate::{holds_number, parts, utf8};

const TODAY: Date = date(2026, 11, 20);

/// A disposition, as JSON or as its six fields.
pub fn submission(data: &[u8]) {
    let raw = serde_json::from_slice(data).unwrap_or_else(|_| {
        let [disposition, notes, motivation, next_action_date, asking_price, opt_out] =
            parts::<6>(data).map(|part| utf8(part).to_owned());
        RawSubmission { disposition, notes, motivation, next_action_date, asking_price, opt_out }
    });
    match raw.check(TODAY) {
        Err(problems) => assert!(!problems.is_empty()),
        Ok(submission) => {
            let notes = submission.notes.chars().count();
            assert!((1..=MOST_NOTES).contains(&notes), "{notes}");
            assert!(submission.next_action.is_none_or(|day| day >= TODAY));
            assert!(submission.next_action.is_some() || !submission.disposition.needs_next_action_date());
            assert_eq!(written(&submission).check(TODAY).as_ref(), Ok(&submission));
        }
    }
}

fn written(submission: &Submission) -> RawSubmission {
    let opt_out = submission.opt_out.map_or("", |yes| if yes { "yes" } else { "no" });
    RawSubmission {
        disposition: submission.disposition.code().to_owned(),
        notes: submission.notes.clone(),
        motivation: submission.motivation.map(|level| level.code().to_owned()).unwrap_or_default(),
        next_action_date: submission.next_action.map(|day| day.to_string()).unwrap_or_default(),
        asking_price: submission.asking_price.map(|price| price.to_string()).unwrap_or_default(),
        opt_out: opt_out.to_owned(),
    }
}

/// The form that everybody can send.
pub fn opt_out(data: &[u8]) {
    if let Some(Err(sentence)) = server::fuzzing::opt_out(data) {
        assert!(!holds_number(&sentence), "{sentence}");
    }
}

/// Fields of the supervisors' forms, and values of commands.
pub fn typed(data: &[u8]) {
    for sentence in server::fuzzing::typed(utf8(data)) {
        assert!(!holds_number(&sentence), "{sentence}");
    }
}

/// What Podio's hooks say: whatever else comes is no news.
pub fn hook(data: &[u8]) {
    if server::fuzzing::hook(data) {
        assert!(data.windows(4).any(|part| part == b"type"));
    }
}

/// The form of a drill: a moment, which asked about on the clock of UTC is the same one, or a sentence.
pub fn drill(data: &[u8]) {
    match server::fuzzing::drill(data) {
        None => {}
        Some(Ok(at)) => {
            let (date, time) = (at.strftime("%Y-%m-%d"), at.strftime("%H:%M:%S%.f"));
            let again = format!("number=8135550142&date={date}&time={time}&zone=UTC");
            assert_eq!(server::fuzzing::drill(again.as_bytes()), Some(Ok(at)), "{again}");
        }
        Some(Err(sentence)) => assert!(!sentence.is_empty() && sentence.chars().count() < 300, "{sentence}"),
    }
}
