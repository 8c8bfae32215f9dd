//! The two links to a recording: the one in the CRM, and the one on our own pages.

use domain::call::SentLink;
use domain::{CallRecord, RecordingSid};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::capability::{Capability, LinkKind};
use crate::Dialer;
use crate::files::Accounts;
use crate::settings::Settings;

/// How long a page's link is good: whoever opened the page listens within it, and a copied link is soon worth nothing.
const PAGE_LIFE: SignedDuration = SignedDuration::from_mins(90);
/// A page's link stays the same for so long, or each news of the call would start the player anew.
const PAGE_STEP: SignedDuration = SignedDuration::from_mins(30);

/// The link for the CRM; none while its links are revoked and no new one was issued. It follows from the record alone,
/// so that the CRM is written to only when there is something new.
pub(crate) fn for_crm(settings: &Settings, record: &CallRecord, sid: &RecordingSid) -> Option<Url> {
    crm_capability(settings, record).map(|capability| address(settings, &capability, sid))
}

/// What is kept of the link that the CRM is given now; none where it is given none.
pub(crate) fn sent(settings: &Settings, record: &CallRecord) -> Option<SentLink> {
    let (sid, _) = record.playable()?;
    let capability = crm_capability(settings, record)?;
    let mark = capability.mark(&settings.keys, sid);
    let Capability { issued_at, life_s, .. } = capability;
    Some(SentLink { recording: sid.clone(), issued_at, life_s, mark })
}

fn crm_capability(settings: &Settings, record: &CallRecord) -> Option<Capability> {
    let issued_at = record.crm_link_issued_at();
    let capability = capability(record, LinkKind::Crm, issued_at, settings.recording_link_life);
    (!record.links.are_dead(issued_at)).then_some(capability)
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

/// What becomes of whoever follows the link in the CRM: of the one that it was given, not of one that it might be given now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrmLink {
    /// They hear the recording, until then.
    Good(Timestamp),
    /// No recording of the call can be played (any more).
    NothingToPlay,
    /// The recording is at another account than the one that is asked for it.
    Elsewhere,
    /// It was revoked, and no new one was issued.
    Revoked,
    /// It was revoked, and the CRM does not have the new one yet.
    OnItsWay,
    /// Its life was over then.
    Expired(Timestamp),
    /// The key that signed it is not in force any more.
    KeyGone,
    /// The CRM has nothing of this call yet.
    NoneYet,
    /// The CRM has the call. Which link it has is not known, or it opens another recording; or it has none.
    Older,
}

impl CrmLink {
    /// What a supervisor is told of it, and what to do about it.
    pub fn sentence(self, moment: impl Fn(Timestamp) -> String) -> String {
        let words = match self {
            Self::Good(until) => return format!("Podio's link is good until {}.", moment(until)),
            Self::Expired(at) => {
                return format!("Podio's link ended {}. Send a new one if it is needed.", moment(at));
            }
            Self::NothingToPlay => "No recording of this call can be played by Podio's link.",
            Self::Elsewhere => {
                "As far as is known, this recording is at another Twilio account. Ask whoever runs Twoleg."
            }
            Self::Revoked => "Podio's link is revoked: it gets no other one until you send it.",
            Self::OnItsWay => "Podio's link is revoked, and a new one is on its way: it is owed to Podio.",
            Self::KeyGone => {
                "Podio's link was signed with a key that is gone, and opens nothing: send a new one."
            }
            Self::NoneYet => "Podio has no link yet: it comes with the Call Activity, after the disposition.",
            Self::Older => {
                "Podio has an older link, or none yet. If nothing of this call is owed to Podio, send a new one."
            }
        };
        words.to_owned()
    }
}

impl Settings {
    /// Whether the link that the CRM has is good now, with recordings at these accounts, and why it is not.
    pub fn crm_link(&self, record: &CallRecord, now: Timestamp, accounts: &Accounts) -> CrmLink {
        let Some((sid, _)) = record.playable() else { return CrmLink::NothingToPlay };
        if record.links.are_dead(record.crm_link_issued_at()) {
            return CrmLink::Revoked;
        }
        // Neither the link of now nor a new one plays it.
        if accounts.are_elsewhere(record.facts.placed_at) {
            return CrmLink::Elsewhere;
        }
        let Some(sent) = &record.crm.link else {
            return if record.crm.activity.is_some() { CrmLink::Older } else { CrmLink::NoneYet };
        };
        let SentLink { recording, issued_at, life_s, mark } = sent;
        let (call, kind) = (record.facts.id, LinkKind::Crm);
        let capability = Capability { call, kind, issued_at: *issued_at, life_s: *life_s };
        let ends = self.link_ends(&capability);
        if record.links.are_dead(*issued_at) {
            CrmLink::OnItsWay
        } else if recording != sid {
            CrmLink::Older
        } else if !capability.has_mark(&self.keys, recording, mark) {
            CrmLink::KeyGone
        } else if now >= ends {
            CrmLink::Expired(ends)
        } else {
            CrmLink::Good(ends)
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
    use domain::call::{Change, CrmItem, Deleted, DeletedBy, Recording, RecordingState};
    use proptest::prelude::*;

    use super::*;
    use crate::files::RecordingsAt;
    use crate::testing::record;

    fn settings() -> Settings {
        Settings::of_a_test(crate::SigningKeys::new("key".into(), Vec::new()))
    }

    /// All recordings are at the account that is asked.
    fn here() -> Accounts {
        Accounts::default()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
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
        assert_eq!(says(&first).expires_at(), at("2026-11-21T18:00:00Z"));
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

    fn sound(seconds: i64) -> Recording {
        let (state, channels) = (RecordingState::Completed, Some(2));
        Recording { state, duration_s: Some(seconds), channels, started_at: None }
    }

    /// The CRM is given the link of now.
    fn send(settings: &Settings, record: &mut CallRecord) {
        let item = CrmItem { id: domain::ItemId(7), url: None };
        let link = sent(settings, record).unwrap();
        record.apply(&Change::Activity(item, "digest".to_owned()));
        record.apply(&Change::LinkSent(link));
    }

    #[test]
    fn of_the_crms_link_is_said_what_becomes_of_it() {
        let (settings, mut record) = (settings(), record());
        let (within, after) = (at("2026-11-20T19:00:00Z"), at("2026-11-21T18:00:00Z"));
        assert_eq!(settings.crm_link(&record, within, &here()), CrmLink::NothingToPlay);
        record.apply(&Change::Recorded(sid(), sound(61)));
        send(&settings, &mut record);
        assert_eq!(settings.crm_link(&record, within, &here()), CrmLink::Good(after));
        assert_eq!(settings.crm_link(&record, after, &here()), CrmLink::Expired(after));
        record.apply(&Change::LinksRevoked(record.revocation_at(within)));
        assert_eq!(settings.crm_link(&record, within, &here()), CrmLink::Revoked);
        let renewed = record.links.good_from(within);
        record.apply(&Change::LinkRenewed(renewed));
        assert_eq!(settings.crm_link(&record, within, &here()), CrmLink::OnItsWay, "Podio has the old one");
        send(&settings, &mut record);
        let ends = renewed + settings.recording_link_life;
        assert_eq!(settings.crm_link(&record, after, &here()), CrmLink::Good(ends), "an hour younger");
        let mut erased = record.clone();
        erased.erase(within);
        assert_eq!(settings.crm_link(&erased, within, &here()), CrmLink::NothingToPlay);
        let gone = Deleted { at: within, by: DeletedBy::Person, already_gone: false };
        record.apply(&Change::RecordingDeleted(sid(), gone));
        assert_eq!(settings.crm_link(&record, within, &here()), CrmLink::NothingToPlay);
    }

    /// Not even a link that is good otherwise.
    #[test]
    fn a_link_to_what_is_at_another_account_is_not_said_to_be_good() {
        let (settings, mut record) = (settings(), record());
        let (within, after) = (at("2026-11-20T19:00:00Z"), at("2026-11-21T18:00:00Z"));
        let since = |account: &str, since| RecordingsAt { account: account.to_owned(), since };
        let recordings_at = vec![since("AC1", Timestamp::UNIX_EPOCH), since("AC2", within)];
        let seen_from = |configured: &str| Accounts {
            configured: configured.to_owned(),
            recordings_at: recordings_at.clone(),
        };
        let (theirs, other) = (seen_from("AC1"), seen_from("AC2"));
        assert_eq!(settings.crm_link(&record, within, &other), CrmLink::NothingToPlay);
        record.apply(&Change::Recorded(sid(), sound(61)));
        assert_eq!(
            settings.crm_link(&record, within, &other),
            CrmLink::Elsewhere,
            "and no link would play it"
        );
        send(&settings, &mut record);
        assert_eq!(settings.crm_link(&record, within, &theirs), CrmLink::Good(after));
        assert_eq!(settings.crm_link(&record, within, &other), CrmLink::Elsewhere);
        assert!(CrmLink::Elsewhere.sentence(|at| at.to_string()).contains("at another Twilio account"));
        record.apply(&Change::LinksRevoked(record.revocation_at(within)));
        assert_eq!(settings.crm_link(&record, within, &other), CrmLink::Revoked, "whoever did it sees it");
    }

    /// What would be true of a link that is made now is not said of the one that Podio has.
    #[test]
    fn a_link_that_podio_does_not_have_is_not_said_to_be_good() {
        let (was, mut record) = (settings(), record());
        let (within, after) = (at("2026-11-20T19:00:00Z"), at("2026-11-21T18:00:00Z"));
        record.apply(&Change::Recorded(sid(), sound(61)));
        assert_eq!(was.crm_link(&record, within, &here()), CrmLink::NoneYet);
        let mut unknown = record.clone();
        unknown.apply(&Change::Activity(CrmItem { id: domain::ItemId(7), url: None }, "old".to_owned()));
        assert_eq!(was.crm_link(&unknown, within, &here()), CrmLink::Older, "of before it was kept");

        send(&was, &mut record);
        let longer = Settings { recording_link_life: SignedDuration::from_hours(9_000), ..settings() };
        assert_eq!(longer.crm_link(&record, within, &here()), CrmLink::Good(after), "as it was issued");
        assert_eq!(longer.crm_link(&record, after, &here()), CrmLink::Expired(after));
        let keys = |older: &[&str]| {
            crate::SigningKeys::new("new".into(), older.iter().map(|key| (*key).into()).collect())
        };
        let replaced = Settings { keys: keys(&["key"]), ..settings() };
        assert_eq!(
            replaced.crm_link(&record, within, &here()),
            CrmLink::Good(after),
            "the old key still opens it"
        );
        let gone = Settings { keys: keys(&[]), ..settings() };
        assert_eq!(gone.crm_link(&record, within, &here()), CrmLink::KeyGone);

        let other = "RE00000000000000000000000000000002".parse().unwrap();
        record.apply(&Change::Recorded(other, sound(62)));
        assert_eq!(was.crm_link(&record, within, &here()), CrmLink::Older, "it opens the shorter one");
    }

    #[test]
    fn each_state_says_what_to_do() {
        let words = |link: CrmLink| link.sentence(|at| at.to_string());
        let end = at("2026-11-21T18:00:00Z");
        assert_eq!(words(CrmLink::Good(end)), "Podio's link is good until 2026-11-21T18:00:00Z.");
        for link in [CrmLink::Older, CrmLink::KeyGone, CrmLink::Expired(end)] {
            let said = words(link);
            assert!(said.contains("end a new one") && !said.contains("is good"), "{said}");
        }
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
