//! The forms of the compliance centre: where each stands, what it does, and what is said when that is done.

/// What a form does.
#[derive(Clone, Copy)]
pub(super) enum Deed {
    Acknowledge,
    Training,
    EndSessions,
    CallerId,
    Registrations,
    Emergency,
    EndEmergency,
    Holiday,
    RemoveHoliday,
}

/// A form.
pub(super) struct DeskForm {
    /// The last part of its address.
    pub(super) name: &'static str,
    pub(super) deed: Deed,
    /// The part of the page that it stands in.
    pub(super) part: &'static str,
    /// What is said there when it is done.
    pub(super) done: &'static str,
}

impl DeskForm {
    /// Where the browser goes when it is done. The address says which form it was, and nothing of what it held.
    pub(super) fn afterwards(&self) -> String {
        format!("/compliance?done={}#{}", self.name, self.part)
    }
}

const fn form(name: &'static str, deed: Deed, part: &'static str, done: &'static str) -> DeskForm {
    DeskForm { name, deed, part, done }
}

static FORMS: [DeskForm; 9] = [
    form("acknowledge", Deed::Acknowledge, "alarms", "The alarm is acknowledged."),
    form("training", Deed::Training, "team", "The training is recorded."),
    form(
        "end-sessions",
        Deed::EndSessions,
        "team",
        "Those sessions have ended; other servers know within ten seconds.",
    ),
    form("caller-id", Deed::CallerId, "organisation", "The check of the caller ID is recorded."),
    form("registrations", Deed::Registrations, "organisation", "The registrations are changed."),
    form("emergency", Deed::Emergency, "organisation", "The state of emergency is on the list."),
    form(
        "end-emergency",
        Deed::EndEmergency,
        "organisation",
        "The state of emergency ends with this day. One that had not begun is off the list.",
    ),
    form("holiday", Deed::Holiday, "organisation", "The day without calls is on the list."),
    form("remove-holiday", Deed::RemoveHoliday, "organisation", "The day without calls is off the list."),
];

/// The form of that name. What an address says is only looked up here, and never shown.
pub(super) fn named(name: &str) -> Option<&'static DeskForm> {
    FORMS.iter().find(|form| form.name == name)
}
