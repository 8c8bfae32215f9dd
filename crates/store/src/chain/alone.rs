//! One row on its own: what can be said of it without the log that it is in.

use super::{Link, NOTHING, OPENED, body, hash};
use crate::AuditRow;
use crate::erasure::PERSON_ERASED;

impl Link {
    /// The row, if it is as it was written: its hash is that of its bytes, and they say the place where it stands.
    ///
    /// # Errors
    /// What is wrong, as part of a sentence.
    pub fn check(&self) -> Result<AuditRow, &'static str> {
        let read = self.row();
        if body::hashed(&self.body).is_none_or(|hashed| hash(&self.prev, &hashed) != self.hash) {
            let erased = read.is_ok_and(|row| row.erased);
            return Err(if erased {
                "it was erased, and its digest does not fit"
            } else {
                "its contents were changed"
            });
        }
        let row = read.map_err(|_| "its contents cannot be read")?;
        if row.chain != self.chain || row.seq != self.seq {
            return Err("it was moved from another place");
        }
        if self.seq == 0 && self.prev != NOTHING {
            return Err("a row before it is missing");
        }
        if row.erased && is_for_good(&row.entry.kind) {
            return Err("a row of this kind is never erased");
        }
        Ok(row)
    }

    /// The row without its facts: its place, time, kind, call, agent and hash, and the digest of what it said. None of
    /// a row that was erased before, of one that is for good, and of one of the first scheme.
    pub fn erased(&self) -> Option<Self> {
        let row = self.row().ok().filter(|row| !is_for_good(&row.entry.kind))?;
        let body = body::kept(&row.body)?;
        Some(Self { body, ..self.clone() })
    }
}

/// Rows that say how other rows are to be read. They hold nothing about a person.
fn is_for_good(kind: &str) -> bool {
    matches!(kind, OPENED | PERSON_ERASED)
}

impl AuditRow {
    /// Whether its facts can be taken away: see [`Link::erased`].
    pub fn can_be_erased(&self) -> bool {
        self.link().erased().is_some()
    }

    /// The row as it is kept.
    pub fn link(&self) -> Link {
        Link {
            chain: self.chain.clone(),
            seq: self.seq,
            body: self.body.clone(),
            prev: self.prev.clone(),
            hash: self.hash.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AuditEntry;
    use crate::chain::Appender;
    use jiff::Timestamp;
    use serde_json::json;

    fn row(kind: &str, payload: serde_json::Value) -> Link {
        let entry = AuditEntry { kind: kind.into(), call: None, agent: None, payload };
        let mut log = Appender::new("log".to_owned());
        log.append(&entry, Timestamp::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn an_erased_row_says_what_it_was_and_not_what_it_said() {
        let whole = row("consent.recorded", json!({ "number": "+18135550142", "salt": "x", "payload": 1 }));
        let erased = whole.erased().unwrap();
        assert!(!erased.body.contains("8135550142") && !erased.body.contains("salt"), "{}", erased.body);
        let read = erased.check().unwrap();
        assert_eq!(
            (read.entry.kind.as_str(), read.erased, read.hash),
            ("consent.recorded", true, whole.hash.clone())
        );
        assert_eq!(erased.erased(), None, "once");
        let digest = erased.body.split("digest").nth(1).unwrap();
        let altered = [
            (erased.body.replace(digest, &digest.replace(['a', 'b', '1'], "0")), "its digest does not fit"),
            (erased.body.replace("recorded", "revoked"), "its digest does not fit"),
            (whole.body.replace("0142", "0143"), "its contents were changed"),
        ];
        for (body, what) in altered {
            let said = Link { body, ..whole.clone() }.check().unwrap_err();
            assert!(said.ends_with(what), "{said}");
        }
    }

    #[test]
    fn what_says_how_others_are_read_stays() {
        for kind in [OPENED, PERSON_ERASED] {
            let row = row(kind, json!({ "heads": [] }));
            assert_eq!(row.erased(), None, "{kind}");
            let forced = Link { body: body::kept(&row.body).unwrap(), ..row };
            assert_eq!(forced.check(), Err("a row of this kind is never erased"));
        }
    }

    /// As a Twoleg of before wrote it. Its facts look as if they could be taken away.
    #[test]
    fn a_row_of_the_first_scheme_holds_and_cannot_be_erased() {
        let digest = "d".repeat(64);
        let facts = format!(r#"{{"a":1,"digest":"{digest}","salt":"{}","payload":2}}"#, "5".repeat(32));
        let body = format!(
            r#"{{"chain":"log","seq":0,"at":"1970-01-01T00:00:00Z","kind":"k","call":null,"agent":null,"payload":{facts}}}"#
        );
        let hash = hash(NOTHING, &body);
        let link = Link { chain: "log".into(), seq: 0, body, prev: NOTHING.to_owned(), hash };
        let row = link.check().unwrap();
        assert!(!row.erased && !row.can_be_erased());
        assert_eq!(row.entry.payload["salt"], "5".repeat(32));
    }

    #[test]
    fn a_row_proves_itself_and_no_other() {
        let mut log = Appender::new("log".to_owned());
        let entry = AuditEntry { kind: "one".into(), call: None, agent: None, payload: json!({ "a": 1 }) };
        let first = log.append(&entry, Timestamp::UNIX_EPOCH).unwrap();
        let second = log.append(&entry, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(first.check().unwrap().link(), first);
        let altered = [
            (Link { body: second.body.replace('1', "2"), ..second.clone() }, "its contents were changed"),
            (Link { prev: NOTHING.to_owned(), ..second.clone() }, "its contents were changed"),
            (Link { seq: 2, ..second.clone() }, "it was moved from another place"),
            (Link { chain: "other".into(), ..second }, "it was moved from another place"),
        ];
        for (link, what) in altered {
            assert_eq!(link.check(), Err(what));
        }
    }
}
