//! Telling about recordings.

use super::{Recording, State};
use crate::carrier::call::Call;
use crate::carrier::dates::rfc2822;
use crate::carrier::webhook::{Kind, Params, Request};

impl Recording {
    /// Tells who wants to know of the recording's state, after what was told of its call. `base` is the API's address.
    pub(super) fn tell(&self, call: &Call, base: &str) {
        let facts = self.facts();
        let Some(callback) = self.callback.as_ref().filter(|to| to.wants(facts.status.as_str())) else {
            return;
        };
        let account_sid = &call.facts.account_sid;
        let mut params: Params = Vec::new();
        let mut add = |name: &str, value: &str| params.push((name.to_owned(), value.to_owned()));
        add("AccountSid", account_sid);
        add("CallSid", &facts.call_sid);
        add("RecordingSid", &facts.sid);
        add("RecordingStatus", facts.status.as_str());
        add("RecordingChannels", &facts.channels.to_string());
        add("RecordingSource", facts.source.as_str());
        add("RecordingTrack", "both");
        add("RecordingStartTime", &rfc2822(facts.start_time));
        add("RecordingUrl", &format!("{base}/2010-04-01/Accounts/{account_sid}/Recordings/{}", facts.sid));
        add("ErrorCode", "0");
        if facts.status == State::Completed {
            add("RecordingDuration", &facts.duration.unwrap_or_default().to_string());
        }
        call.tell(Request::new(Kind::Recording, &facts.call_sid, callback.link.clone(), params));
    }
}
