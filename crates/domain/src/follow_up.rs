//! The follow-up task that a disposition asks for. The rules are data: one table, one reader.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::Disposition;

/// What the agent is to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpKind {
    /// Call again.
    Call,
    /// Keep an appointment.
    Appointment,
}

impl FollowUpKind {
    /// As the CRM's Task Type option is named.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Call => "Follow-up Call",
            Self::Appointment => "Appointment",
        }
    }
}

/// A task owed to the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// What to do.
    pub kind: FollowUpKind,
    /// On which day, in the agent's own calendar.
    pub due: Date,
}

/// One row: after this disposition, do that, so many days later.
struct Rule {
    after: Disposition,
    kind: FollowUpKind,
    days: i64,
}

const RULES: [Rule; 4] = [
    Rule { after: Disposition::Voicemail, kind: FollowUpKind::Call, days: 2 },
    Rule { after: Disposition::NoAnswer, kind: FollowUpKind::Call, days: 1 },
    Rule { after: Disposition::AppointmentSet, kind: FollowUpKind::Appointment, days: 0 },
    Rule { after: Disposition::CallbackScheduled, kind: FollowUpKind::Call, days: 1 },
];

/// The task for a disposition given on `today`. The agent's own next-action date wins over the rule's; a
/// disposition without a rule owes no task, whatever date stands in the form.
pub fn follow_up(disposition: Disposition, next_action: Option<Date>, today: Date) -> Option<FollowUp> {
    let rule = RULES.iter().find(|rule| rule.after == disposition)?;
    let later: Span = rule.days.days();
    let due = next_action.or_else(|| today.checked_add(later).ok()).unwrap_or(today);
    Some(FollowUp { kind: rule.kind, due })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_disposition_has_its_rule() {
        let today = date(2026, 12, 31);
        let due = |d| follow_up(d, None, today).map(|f| (f.kind, f.due));
        assert_eq!(due(Disposition::Voicemail), Some((FollowUpKind::Call, date(2027, 1, 2))));
        assert_eq!(due(Disposition::NoAnswer), Some((FollowUpKind::Call, date(2027, 1, 1))));
        assert_eq!(due(Disposition::AppointmentSet), Some((FollowUpKind::Appointment, today)));
        assert_eq!(due(Disposition::CallbackScheduled), Some((FollowUpKind::Call, date(2027, 1, 1))));
        for none in [Disposition::NotInterested, Disposition::WrongNumber, Disposition::DoNotCall] {
            assert_eq!(due(none), None);
        }
    }

    #[test]
    fn the_agents_date_wins_but_creates_no_task_of_its_own() {
        let (today, chosen) = (date(2026, 11, 20), date(2026, 12, 3));
        let task = follow_up(Disposition::Voicemail, Some(chosen), today);
        assert_eq!(task, Some(FollowUp { kind: FollowUpKind::Call, due: chosen }));
        assert_eq!(follow_up(Disposition::DoNotCall, Some(chosen), today), None);
    }
}
