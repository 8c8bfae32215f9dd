//! By which names a field is found. Names only: ids differ in every copy of an app.

use super::Role;

/// What is known of a role.
pub(super) struct Facts {
    pub(super) key: &'static str,
    /// As the field is usually labelled, the usual one first. Podio makes the external id from the first label.
    pub(super) labels: &'static [&'static str],
    pub(super) kinds: &'static [&'static str],
    pub(super) required: bool,
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

/// What is known of `role`.
pub(super) fn facts(role: Role) -> Facts {
    let needed = |key, labels, kinds| Facts { key, labels, kinds, required: true };
    let wanted = |key, labels, kinds| Facts { key, labels, kinds, required: false };
    match role {
        Role::ActivityTitle => needed("activity.title", &["Title", "Call Title", "Name"], TEXT),
        Role::ActivityLead => needed(
            "activity.lead",
            &["Relationship to Master Lead", "Master Lead", "Relationship", "Lead"],
            APP,
        ),
        Role::ActivityDate => needed("activity.date", &["Date of Call", "Call Date", "Date"], DATE),
        Role::ActivityDuration => needed(
            "activity.duration",
            &["Call Duration (seconds)", "Call Duration", "Duration (seconds)", "Duration"],
            DURATION,
        ),
        Role::ActivityRecording => needed(
            "activity.recording",
            &["Recording URL", "Recording Link", "Call Recording", "Recording"],
            LINK,
        ),
        Role::ActivityDisposition => {
            needed("activity.disposition", &["Disposition Code", "Disposition", "Call Disposition"], CATEGORY)
        }
        Role::ActivityNotes => {
            needed("activity.notes", &["Agent Notes / Summary", "Agent Notes", "Notes", "Summary"], TEXT)
        }
        Role::ActivityMotivation => needed(
            "activity.motivation",
            &["Seller Motivation Level", "Seller Motivation", "Motivation Level", "Motivation"],
            CATEGORY,
        ),
        Role::ActivityNextAction => {
            needed("activity.next_action", &["Next Action Date", "Next Action", "Follow-up Date"], DATE)
        }
        Role::ActivityAskingPrice => {
            needed("activity.asking_price", &["Target Asking Price", "Asking Price"], PRICE)
        }
        Role::TaskTitle => needed("task.title", &["Title", "Task", "Task Title", "Name"], TEXT),
        Role::TaskType => wanted("task.type", &["Task Type", "Type"], CATEGORY),
        Role::TaskDue => needed("task.due", &["Due Date", "Due", "Due On"], DATE),
        Role::TaskLead => {
            needed("task.lead", &["Related Lead", "Master Lead", "Lead", "Relationship to Master Lead"], APP)
        }
        Role::TaskStatus => wanted("task.status", &["Status", "Task Status"], CATEGORY),
        Role::LeadOwner => wanted(
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
        Role::LeadType => wanted("lead.type", &["Lead Type", "Type of Lead", "Lead Category"], ANY),
        Role::LeadProperty => wanted("lead.property", &["Property Address"], ANY),
        Role::LeadMailing => wanted("lead.mailing", &["Mailing Address"], ANY),
        Role::LeadOccupancy => wanted(
            "lead.occupancy",
            &["Owner Occupied", "Is Owner Occupied", "Owner Occupancy", "Occupancy Status", "Occupancy"],
            ANY,
        ),
        Role::LeadProbate => {
            wanted("lead.probate", &["Probate", "Is Probate", "In Probate", "Probate Lead"], ANY)
        }
        Role::LeadRedemption => wanted(
            "lead.redemption",
            &[
                "Redemption Deadline",
                "Redemption Date",
                "Redemption Ends",
                "Redemption Period Ends",
                "Redemption Period",
                "Redemption",
            ],
            ANY,
        ),
        Role::LeadConsentType => {
            wanted("lead.consent_type", &["Consent Type", "Type of Consent", "Consent"], ANY)
        }
        Role::LeadConsentDate => {
            wanted("lead.consent_date", &["Consent Date", "Date of Consent", "Consent Obtained"], ANY)
        }
        Role::LeadConsentExpiry => {
            wanted("lead.consent_expiry", &["Consent Expiry", "Consent Expires", "Consent Expiry Date"], ANY)
        }
        Role::LeadConsentEvidence => wanted(
            "lead.consent_evidence",
            &["Consent Evidence", "Consent Proof", "Evidence of Consent"],
            ANY,
        ),
        Role::LeadConsentPhone => {
            wanted("lead.consent_phone", &["Consent Phone", "Consent Number", "Consent Phone Number"], ANY)
        }
        Role::LeadDialLink => wanted(
            "lead.dial_link",
            &[
                "Call Link",
                "Dial Link",
                "Click to Call",
                "Click to Dial",
                "Call in Twoleg",
                "Twoleg Link",
                "Twoleg",
            ],
            LINK,
        ),
    }
}
