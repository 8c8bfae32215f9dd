//! What Twoleg needs a field for. By which names it finds one stands in `names.rs`.

use super::names::facts;

/// A field that Twoleg writes, or a field of the lead that it has a special use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Call Activity: its title.
    ActivityTitle,
    /// Call Activity: the lead that was called.
    ActivityLead,
    /// Call Activity: when.
    ActivityDate,
    /// Call Activity: how long, in seconds.
    ActivityDuration,
    /// Call Activity: the link to the recording.
    ActivityRecording,
    /// Call Activity: how it came out.
    ActivityDisposition,
    /// Call Activity: what the agent noted.
    ActivityNotes,
    /// Call Activity: how much the owner wants to sell.
    ActivityMotivation,
    /// Call Activity: when the agent acts next.
    ActivityNextAction,
    /// Call Activity: what the owner asks.
    ActivityAskingPrice,
    /// Task: its title.
    TaskTitle,
    /// Task: call or appointment.
    TaskType,
    /// Task: the day.
    TaskDue,
    /// Task: the lead.
    TaskLead,
    /// Task: open or done.
    TaskStatus,
    /// Lead: the owner's name.
    LeadOwner,
    /// Lead: Probate, Tax Lien …
    LeadType,
    /// Lead: where the property is.
    LeadProperty,
    /// Lead: where the owner gets letters.
    LeadMailing,
    /// Lead: whether the owner lives in the property.
    LeadOccupancy,
    /// Lead: whether it is in probate, beside what its type says.
    LeadProbate,
    /// Lead: until when the owner can redeem the property.
    LeadRedemption,
    /// Lead: which kind of consent there is.
    LeadConsentType,
    /// Lead: when consent was given.
    LeadConsentDate,
    /// Lead: until when it counts.
    LeadConsentExpiry,
    /// Lead: the evidence of it.
    LeadConsentEvidence,
    /// Lead: the one number that it is for.
    LeadConsentPhone,
    /// Lead: the link that opens it in Twoleg, written by Twoleg.
    LeadDialLink,
}

impl Role {
    /// The ten fields of a Call Activity.
    pub const ACTIVITY: [Self; 10] = [
        Self::ActivityTitle,
        Self::ActivityLead,
        Self::ActivityDate,
        Self::ActivityDuration,
        Self::ActivityRecording,
        Self::ActivityDisposition,
        Self::ActivityNotes,
        Self::ActivityMotivation,
        Self::ActivityNextAction,
        Self::ActivityAskingPrice,
    ];

    /// The fields of an item in the Tasks app.
    pub const TASK: [Self; 5] =
        [Self::TaskTitle, Self::TaskType, Self::TaskDue, Self::TaskLead, Self::TaskStatus];

    /// The fields of a lead that can be named by configuration.
    pub const LEAD: [Self; 13] = [
        Self::LeadOwner,
        Self::LeadType,
        Self::LeadProperty,
        Self::LeadMailing,
        Self::LeadOccupancy,
        Self::LeadProbate,
        Self::LeadRedemption,
        Self::LeadConsentType,
        Self::LeadConsentDate,
        Self::LeadConsentExpiry,
        Self::LeadConsentEvidence,
        Self::LeadConsentPhone,
        Self::LeadDialLink,
    ];

    /// The name of the role in [`crate::Config::overrides`].
    pub fn key(self) -> &'static str {
        facts(self).key
    }

    /// As the field is usually labelled.
    pub(crate) fn usual_label(self) -> &'static str {
        self.labels().first().copied().unwrap_or_default()
    }

    pub(crate) fn labels(self) -> &'static [&'static str] {
        facts(self).labels
    }

    /// The types of field that can hold it; none listed means any.
    pub(crate) fn kinds(self) -> &'static [&'static str] {
        facts(self).kinds
    }

    /// Whether an item cannot be written without it.
    pub(crate) fn is_required(self) -> bool {
        facts(self).required
    }
}
