//! Which row of the audit log an event promises: both are written in one unit.

/// What an event's row looks like.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// Its kind.
    pub(super) kind: String,
    /// Whether it holds the event's own facts, word for word.
    pub(super) verbatim: bool,
}

/// The row that an event of this kind promises; none for a kind that this version does not know.
pub(super) fn of(kind: &str) -> Option<Claim> {
    let claim = |prefix: &str, verbatim| Some(Claim { kind: format!("{prefix}.{kind}"), verbatim });
    match kind {
        "clicked" | "cleared" | "disposition" => claim("call", false),
        "created" | "not_created" | "given_up" => claim("call", true),
        "refused" => Some(Claim { kind: "call.prospect_refused".to_owned(), verbatim: false }),
        "dial_result" => claim("twilio", true),
        // What was done to a recording after the call: its row says why, too.
        "recording.links_revoked" | "recording.link_renewed" | "recording.deleted" => {
            Some(Claim { kind: kind.to_owned(), verbatim: false })
        }
        // What was asked of Twilio, because a callback never came.
        _ if kind.ends_with(".reconciled") => claim("call", true),
        _ if ["agent.", "prospect.", "recording."].iter().any(|leg| kind.starts_with(leg)) => {
            claim("twilio", true)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_event_promises_its_row() {
        for (event, row, verbatim) in [
            ("clicked", "call.clicked", false),
            ("created", "call.created", true),
            ("refused", "call.prospect_refused", false),
            ("agent.ringing", "twilio.agent.ringing", true),
            ("recording.completed", "twilio.recording.completed", true),
            ("prospect.reconciled", "call.prospect.reconciled", true),
            ("recording.deleted", "recording.deleted", false),
            ("recording.link_renewed", "recording.link_renewed", false),
            ("recording.reconciled", "call.recording.reconciled", true),
        ] {
            assert_eq!(of(event), Some(Claim { kind: row.to_owned(), verbatim }), "{event}");
        }
        assert_eq!(of("something.new"), None);
    }
}
