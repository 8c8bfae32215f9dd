//! What Twoleg needs a field for, and by which names it finds one. Names only: ids differ in every copy of an app.

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
}

/// What is known of a role.
struct Facts {
    key: &'static str,
    /// As the field is usually labelled, the usual one first. Podio makes the external id from the first label.
    labels: &'static [&'static str],
    kinds: &'static [&'static str],
    required: bool,
}

const APP: &[&str] = &["app"];
const CATEGORY: &[&str] = &["category", "question"];
const DATE: &[&str] = &["date"];
const DURATION: &[&str] = &["number", "duration"];
const LINK: &[&str] = &["text", "embed"];
const PRICE: &[&str] = &["money", "number"];
const TEXT: &[&str] = &["text"];
/// Lead fields are read, so any kind that shows a value will do.
const ANY: &[&str] = &[];

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
    pub const LEAD: [Self; 4] = [Self::LeadOwner, Self::LeadType, Self::LeadProperty, Self::LeadMailing];

    /// The name of the role in [`crate::Config::overrides`].
    pub fn key(self) -> &'static str {
        self.facts().key
    }

    /// As the field is usually labelled.
    pub(crate) fn usual_label(self) -> &'static str {
        self.labels().first().copied().unwrap_or_default()
    }

    pub(crate) fn labels(self) -> &'static [&'static str] {
        self.facts().labels
    }

    /// The types of field that can hold it; none listed means any.
    pub(crate) fn kinds(self) -> &'static [&'static str] {
        self.facts().kinds
    }

    /// Whether an item cannot be written without it.
    pub(crate) fn is_required(self) -> bool {
        self.facts().required
    }

    fn facts(self) -> Facts {
        let needed = |key, labels, kinds| Facts { key, labels, kinds, required: true };
        let wanted = |key, labels, kinds| Facts { key, labels, kinds, required: false };
        match self {
            Self::ActivityTitle => needed("activity.title", &["Title", "Call Title", "Name"], TEXT),
            Self::ActivityLead => needed(
                "activity.lead",
                &["Relationship to Master Lead", "Master Lead", "Relationship", "Lead"],
                APP,
            ),
            Self::ActivityDate => needed("activity.date", &["Date of Call", "Call Date", "Date"], DATE),
            Self::ActivityDuration => needed(
                "activity.duration",
                &["Call Duration (seconds)", "Call Duration", "Duration (seconds)", "Duration"],
                DURATION,
            ),
            Self::ActivityRecording => needed(
                "activity.recording",
                &["Recording URL", "Recording Link", "Call Recording", "Recording"],
                LINK,
            ),
            Self::ActivityDisposition => needed(
                "activity.disposition",
                &["Disposition Code", "Disposition", "Call Disposition"],
                CATEGORY,
            ),
            Self::ActivityNotes => {
                needed("activity.notes", &["Agent Notes / Summary", "Agent Notes", "Notes", "Summary"], TEXT)
            }
            Self::ActivityMotivation => needed(
                "activity.motivation",
                &["Seller Motivation Level", "Seller Motivation", "Motivation Level", "Motivation"],
                CATEGORY,
            ),
            Self::ActivityNextAction => {
                needed("activity.next_action", &["Next Action Date", "Next Action", "Follow-up Date"], DATE)
            }
            Self::ActivityAskingPrice => {
                needed("activity.asking_price", &["Target Asking Price", "Asking Price"], PRICE)
            }
            Self::TaskTitle => needed("task.title", &["Title", "Task", "Task Title", "Name"], TEXT),
            Self::TaskType => wanted("task.type", &["Task Type", "Type"], CATEGORY),
            Self::TaskDue => needed("task.due", &["Due Date", "Due", "Due On"], DATE),
            Self::TaskLead => needed(
                "task.lead",
                &["Related Lead", "Master Lead", "Lead", "Relationship to Master Lead"],
                APP,
            ),
            Self::TaskStatus => wanted("task.status", &["Status", "Task Status"], CATEGORY),
            Self::LeadOwner => wanted(
                "lead.owner",
                &[
                    "Owner Name",
                    "Owner",
                    "Property Owner",
                    "Owner Full Name",
                    "Seller Name",
                    "Seller",
                    "Homeowner",
                    "Homeowner Name",
                    "Lead Name",
                    "Contact Name",
                    "Client Name",
                    "Full Name",
                    "Name",
                ],
                ANY,
            ),
            Self::LeadType => wanted("lead.type", &["Lead Type", "Type of Lead", "Lead Category"], ANY),
            Self::LeadProperty => wanted("lead.property", &["Property Address"], ANY),
            Self::LeadMailing => wanted("lead.mailing", &["Mailing Address"], ANY),
        }
    }
}
