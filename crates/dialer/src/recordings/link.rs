//! The two links to a recording: the one in the CRM, and the one on our own pages.

use domain::{CallRecord, RecordingSid};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::capability::{Capability, LinkKind};
use crate::Dialer;
use crate::settings::Settings;

/// How long a page's link is good: whoever opened the page listens within it, and a copied link is soon worth nothing.
const PAGE_LIFE: SignedDuration = SignedDuration::from_mins(90);
/// A page's link stays the same for so long, or each news of the call would start the player anew.
const PAGE_STEP: SignedDuration = SignedDuration::from_mins(30);

/// The link for the CRM; none while its links are revoked and no new one was issued. It follows from the record alone,
/// so that the CRM is written to only when there is something new.
pub(crate) fn for_crm(settings: &Settings, record: &CallRecord, sid: &RecordingSid) -> Option<Url> {
    let issued_at = record.crm_link_issued_at();
    let capability = capability(record, LinkKind::Crm, issued_at, settings.recording_link_life);
    (!record.links.are_dead(issued_at)).then(|| address(settings, &capability, sid))
}

/// The link for a page that is made now.
fn for_page(settings: &Settings, record: &CallRecord, sid: &RecordingSid, now: Timestamp) -> Url {
    let into_step = now.as_second().rem_euclid(PAGE_STEP.as_secs());
    let step = Timestamp::from_second(now.as_second() - into_step).unwrap_or(now);
    let issued_at = record.links.good_from(step);
    address(settings, &capability(record, LinkKind::Page, issued_at, PAGE_LIFE), sid)
}

fn capability(record: &CallRecord, kind: LinkKind, issued_at: Timestamp, life: SignedDuration) -> Capability {
    let life_s = u32::try_from(life.as_secs()).unwrap_or(u32::MAX);
    Capability { call: record.facts.id, kind, issued_at, life_s }
}

fn address(settings: &Settings, capability: &Capability, sid: &RecordingSid) -> Url {
    settings.url(&format!("/play_recording/{sid}"), &[("key", &capability.seal(&settings.keys, sid))])
}

/// What becomes of whoever follows the link in the CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrmLink {
    /// They hear the recording.
    Good,
    /// No recording of the call can be played (any more).
    NothingToPlay,
    /// It was revoked, and no new one was issued.
    Revoked,
    /// Its life is over.
    Expired,
}

impl Settings {
    /// When the link in the CRM ends, by the life that links have now.
    pub fn crm_link_ends(&self, record: &CallRecord) -> Timestamp {
        let issued_at = record.crm_link_issued_at();
        capability(record, LinkKind::Crm, issued_at, self.recording_link_life).expires_at()
    }

    /// Whether the link in the CRM is good now, and why it is not.
    pub fn crm_link(&self, record: &CallRecord, now: Timestamp) -> CrmLink {
        if record.playable().is_none() {
            CrmLink::NothingToPlay
        } else if record.links.are_dead(record.crm_link_issued_at()) {
            CrmLink::Revoked
        } else if now >= self.crm_link_ends(record) {
            CrmLink::Expired
        } else {
            CrmLink::Good
        }
    }

    /// When a link ends that was issued once: by what it says, and not later than one that is issued now for the CRM. So
    /// whoever makes their lives shorter does so for all that are out.
    pub(super) fn link_ends(&self, capability: &Capability) -> Timestamp {
        let sealed = capability.expires_at();
        match capability.kind {
            LinkKind::Page => sealed,
            LinkKind::Crm => {
                let today = capability.issued_at.checked_add(self.recording_link_life);
                today.map_or(sealed, |today| sealed.min(today))
            }
        }
    }
}

impl Dialer {
    /// The link to a recording of this call that the CRM has or will have; none while links are revoked.
    pub fn recording_link(&self, record: &CallRecord, sid: &RecordingSid) -> Option<Url> {
        for_crm(&self.settings, record, sid)
    }

    /// A link for our own pages, made now: without scheme and host.
    pub fn recording_path(&self, record: &CallRecord, sid: &RecordingSid) -> String {
        let link = for_page(&self.settings, record, sid, self.now());
        format!("{}?{}", link.path(), link.query().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use domain::ItemId;
    use domain::call::{CallFacts, Change, Deleted, DeletedBy, Recording, RecordingState};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn settings() -> Settings {
        Settings::of_a_test(crate::SigningKeys::new("key".into(), Vec::new()))
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn record() -> CallRecord {
        CallRecord::new(CallFacts {
            id: domain::CallId::new(Uuid::from_u128(1)),
            agent: "maya_ortiz".parse().unwrap(),
            agent_name: "Maya Ortiz".to_owned(),
            lead: ItemId(1),
            lead_name: String::new(),
            lead_url: String::new(),
            slot: "owner-phone.0".parse().unwrap(),
            person: None,
            to: "+18135550142".parse().unwrap(),
            from: "+18135550100".parse().unwrap(),
            placed_at: at("2026-11-20T18:00:00Z"),
            click: None,
        })
    }

    fn says(link: &Url) -> Capability {
        let key = link.query_pairs().find(|(name, _)| name == "key").unwrap().1.into_owned();
        Capability::open(&settings().keys, &sid(), &key).unwrap()
    }

    fn sid() -> RecordingSid {
        "RE0123456789abcdef0123456789abcdef".parse().unwrap()
    }

    #[test]
    fn the_crms_link_follows_from_the_record_and_is_gone_while_revoked() {
        let mut record = record();
        let first = for_crm(&settings(), &record, &sid()).unwrap();
        assert!(first.as_str().starts_with("https://dialer.example/play_recording/RE0123"), "{first}");
        assert_eq!(for_crm(&settings(), &record, &sid()), Some(first.clone()));
        assert_eq!(says(&first).kind, LinkKind::Crm);
        assert_eq!(settings().crm_link_ends(&record), at("2026-11-21T18:00:00Z"));
        let revoked = record.revocation_at(at("2026-11-20T12:00:00Z"));
        assert_eq!(revoked, record.facts.placed_at, "a clock that is behind revokes it as well");
        record.apply(&Change::LinksRevoked(revoked));
        assert_eq!(for_crm(&settings(), &record, &sid()), None);
        record.apply(&Change::LinkRenewed(record.links.good_from(revoked)));
        let renewed = for_crm(&settings(), &record, &sid()).unwrap();
        assert!(renewed != first && !record.links.are_dead(says(&renewed).issued_at));
        assert!(record.links.are_dead(says(&first).issued_at));
        record.apply(&Change::LinksRevoked(record.revocation_at(at("2026-11-20T12:00:00Z"))));
        assert_eq!(for_crm(&settings(), &record, &sid()), None);
    }

    #[test]
    fn a_pages_link_stays_for_a_while_and_is_good_right_after_a_revocation() {
        let mut record = record();
        let link = |record: &CallRecord, now: &str| for_page(&settings(), record, &sid(), at(now));
        let first = link(&record, "2026-11-20T18:01:00Z");
        assert_eq!(first, link(&record, "2026-11-20T18:29:59Z"));
        assert_ne!(first, link(&record, "2026-11-20T18:30:00Z"));
        assert_eq!(says(&first).expires_at(), at("2026-11-20T19:30:00Z"));
        record.apply(&Change::LinksRevoked(at("2026-11-20T18:02:00Z")));
        assert!(record.links.are_dead(says(&first).issued_at));
        let next = says(&link(&record, "2026-11-20T18:02:01Z"));
        assert!(!record.links.are_dead(next.issued_at) && next.kind == LinkKind::Page);
    }

    #[test]
    fn of_the_crms_link_is_said_what_becomes_of_it() {
        let (settings, mut record) = (settings(), record());
        let (within, after) = (at("2026-11-20T19:00:00Z"), at("2026-11-21T18:00:00Z"));
        assert_eq!(settings.crm_link(&record, within), CrmLink::NothingToPlay);
        let sound = Recording {
            state: RecordingState::Completed,
            duration_s: Some(61),
            channels: Some(2),
            started_at: None,
        };
        record.apply(&Change::Recorded(sid(), sound));
        assert_eq!(settings.crm_link(&record, within), CrmLink::Good);
        assert_eq!(settings.crm_link(&record, after), CrmLink::Expired);
        record.apply(&Change::LinksRevoked(record.revocation_at(within)));
        assert_eq!(settings.crm_link(&record, within), CrmLink::Revoked);
        record.apply(&Change::LinkRenewed(record.links.good_from(within)));
        assert_eq!(settings.crm_link(&record, after), CrmLink::Good, "an hour younger");
        let mut erased = record.clone();
        erased.erase(within);
        assert_eq!(settings.crm_link(&erased, within), CrmLink::NothingToPlay);
        record.apply(&Change::RecordingDeleted(sid(), Deleted { at: within, by: DeletedBy::Person }));
        assert_eq!(settings.crm_link(&record, within), CrmLink::NothingToPlay);
    }

    proptest! {
        #[test]
        fn a_link_ends_by_what_it_says_and_by_what_is_set_now(sealed in 0..100_i64, set in 0..100_i64) {
            let mut settings = settings();
            settings.recording_link_life = SignedDuration::from_hours(set);
            let issued_at = record().facts.placed_at;
            let link = |kind| capability(&record(), kind, issued_at, SignedDuration::from_hours(sealed));
            let after = |hours| issued_at + SignedDuration::from_hours(hours);
            prop_assert_eq!(settings.link_ends(&link(LinkKind::Crm)), after(sealed.min(set)));
            prop_assert_eq!(settings.link_ends(&link(LinkKind::Page)), after(sealed));
        }
    }
}
