//! One row on its own: what can be said of it without the log that it is in.

use super::{Link, NOTHING, hash};
use crate::AuditRow;

impl Link {
    /// The row, if it is as it was written: its hash is that of its bytes, and they say the place where it stands.
    ///
    /// # Errors
    /// What is wrong, as part of a sentence.
    pub fn check(&self) -> Result<AuditRow, &'static str> {
        if hash(&self.prev, &self.body) != self.hash {
            return Err("its contents were changed");
        }
        let row = self.row().map_err(|_| "its contents cannot be read")?;
        if row.chain != self.chain || row.seq != self.seq {
            return Err("it was moved from another place");
        }
        if self.seq == 0 && self.prev != NOTHING {
            return Err("a row before it is missing");
        }
        Ok(row)
    }
}

impl AuditRow {
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
