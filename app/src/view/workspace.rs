//! A lead, opened: all that the workspace needs for its first picture.

use serde::{Deserialize, Serialize};

use super::{CallView, LeadView, PhoneView};

/// Which lead to open, as the address names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadQuery {
    /// Podio's item id.
    pub item_id: Option<String>,
    /// The *Unique ID* that Podio shows, counted within the app.
    pub app_item_id: Option<String>,
    /// A link to the item.
    pub url: Option<String>,
    /// What signs the link that was followed, on the page of such links.
    pub key: Option<String>,
}

/// A click on a lead's link, which the page may turn into a call.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedClickView {
    /// Which of the lead's phones.
    pub slot: String,
    /// The click's token.
    pub token: String,
}

impl std::fmt::Debug for LinkedClickView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkedClickView").field("slot", &self.slot).field("token", &"…").finish()
    }
}

/// One disposition to choose, with what it brings about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionChoice {
    /// The stable name.
    pub code: String,
    /// As the agent reads it.
    pub label: String,
    /// What saving it does besides: `Creates a follow-up call for Nov 22, unless you choose another day.`
    pub effect: Option<String>,
    /// Whether the next action's date must be given.
    pub needs_date: bool,
}

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceView {
    /// Who.
    pub lead: LeadView,
    /// Their phones.
    pub phones: Vec<PhoneView>,
    /// The calls so far that are the agent's to see, newest first.
    pub calls: Vec<CallView>,
    /// What colleagues' calls came to, newest first, a line each.
    pub colleagues: Vec<String>,
    /// The agent's call that is open or owes a disposition, perhaps with another lead.
    pub current: Option<CallView>,
    /// What can be said of a call.
    pub dispositions: Vec<DispositionChoice>,
    /// The agent's day, `YYYY-MM-DD`: no next action lies before it.
    pub today: String,
    /// The click that opened the page, where a person clicked a signed link and all else allows a call.
    pub click: Option<LinkedClickView>,
}

#[cfg(feature = "ssr")]
impl WorkspaceView {
    /// The view of an opened lead at `now`, on the agent's day `today`.
    pub fn of(
        workspace: &dialer::Workspace,
        now: jiff::Timestamp,
        today: jiff::civil::Date,
        zone: &super::AgentZone,
        link: super::RecordingLink<'_>,
    ) -> Self {
        let status = |slot: &domain::PhoneSlot| workspace.phones.iter().find(|status| status.slot == *slot);
        let call = |record| CallView::of(record, now, zone, link);
        Self {
            lead: LeadView::of(&workspace.lead),
            phones: workspace
                .lead
                .phones
                .iter()
                .map(|phone| PhoneView::of(phone, status(&phone.slot)))
                .collect(),
            calls: workspace.calls.iter().map(call).collect(),
            colleagues: workspace.colleagues.iter().map(|call| colleague(call, zone)).collect(),
            current: workspace.current.as_ref().map(call),
            dispositions: domain::Disposition::ALL.map(|d| DispositionChoice::of(d, today)).into(),
            today: today.to_string(),
            click: None,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<dialer::LinkedClick> for LinkedClickView {
    fn from(click: dialer::LinkedClick) -> Self {
        Self { slot: click.slot.to_string(), token: click.token }
    }
}

#[cfg(feature = "ssr")]
fn colleague(call: &dialer::ColleagueCall, zone: &super::AgentZone) -> String {
    format!("{}: {} called. {}.", zone.moment(call.at), call.agent_name, call.summary)
}

#[cfg(feature = "ssr")]
impl DispositionChoice {
    fn of(disposition: domain::Disposition, today: jiff::civil::Date) -> Self {
        let task = domain::follow_up::follow_up(disposition, None, today).map(|task| {
            let what = match task.kind {
                domain::FollowUpKind::Call => "a follow-up call",
                domain::FollowUpKind::Appointment => "an appointment",
            };
            if disposition.needs_next_action_date() {
                format!("Creates {what} for the day of the next action.")
            } else {
                format!(
                    "Creates {what} for {}, unless you choose another day.",
                    super::AgentZone::day(task.due)
                )
            }
        });
        let suppression = "This number will not be called again, by anybody.";
        Self {
            code: disposition.code().to_owned(),
            label: disposition.label().to_owned(),
            effect: task.or_else(|| disposition.suppresses_number().then(|| suppression.to_owned())),
            needs_date: disposition.needs_next_action_date(),
        }
    }
}
