//! Folding is commutative and idempotent, and the state tells the agent what is true.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{
    CallFacts, CallRecord, CallState, Change, Cleared, Click, ClickOrigin, Crm, CrmItem, Deleted, DeletedBy,
    Leg, LegFault, LegStatus, NoticeAnswer, Outcome, Recording, RecordingMode, RecordingState, Refusal,
    SentLink, WrapUp,
};
use crate::{CallId, CallSid, Disposition, ItemId, Submission};

fn at(seconds: i64) -> Timestamp {
    Timestamp::constant(1_795_176_000, 0) + SignedDuration::from_secs(seconds)
}

fn sid(leg: Leg) -> CallSid {
    let digit = if leg == Leg::Agent { "a" } else { "b" };
    format!("CA{}", digit.repeat(32)).parse().unwrap()
}

fn clicked() -> CallRecord {
    CallRecord::new(CallFacts {
        id: CallId::new(uuid::Uuid::nil()),
        agent: "maya_ortiz".parse().unwrap(),
        agent_name: "Maya Ortiz".into(),
        lead: ItemId(1),
        lead_name: "Harold Whitaker".into(),
        lead_url: "https://podio.example/1".into(),
        slot: "owner-phone.0".parse().unwrap(),
        person: None,
        to: "+18135550142".parse().unwrap(),
        from: "+18135550100".parse().unwrap(),
        placed_at: at(0),
        click: None,
    })
}

fn folded<'a>(changes: impl IntoIterator<Item = &'a Change>) -> CallRecord {
    let mut record = clicked();
    changes.into_iter().for_each(|change| record.apply(change));
    record
}

fn refusal() -> Refusal {
    Refusal {
        code: "federal_hours".into(),
        sentence: "It is 9:12 pm in Florida.".into(),
        next_allowed_at: None,
    }
}

fn cleared() -> Cleared {
    Cleared { at: at(4), recording: RecordingMode::AgentNotice, consented: true }
}

fn wrap_up() -> WrapUp {
    let submission = Submission {
        disposition: Disposition::Voicemail,
        notes: "Called.".into(),
        motivation: None,
        next_action: None,
        asking_price: None,
        opt_out: None,
    };
    WrapUp { submission, follow_up: None, saved_at: at(90) }
}

mod folding {
    use super::*;

    fn leg() -> impl Strategy<Value = Leg> {
        prop_oneof![Just(Leg::Agent), Just(Leg::Prospect)]
    }

    fn fault() -> impl Strategy<Value = LegFault> {
        (prop::option::of(1..9_u32), "[ab]{0,2}").prop_map(|(code, message)| LegFault { code, message })
    }

    fn sent() -> SentLink {
        let recording = format!("RE{:032}", 0).parse().unwrap();
        SentLink { recording, issued_at: at(0), life_s: 60, mark: "mark".into() }
    }

    fn recorded() -> impl Strategy<Value = Change> {
        let state = prop_oneof![
            Just(RecordingState::InProgress),
            Just(RecordingState::Completed),
            Just(RecordingState::Absent)
        ];
        let parts = (0..2_u8, state, prop::option::of(0..90_i64), prop::option::of(0..9_i64));
        parts.prop_map(|(which, state, duration_s, start)| {
            let sid = format!("RE{which:032}").parse().unwrap();
            Change::Recorded(
                sid,
                Recording { state, duration_s, channels: Some(2), started_at: start.map(at) },
            )
        })
    }

    /// Any change that Twilio can cause, at any time, however little sense it makes.
    fn change() -> impl Strategy<Value = Vec<Change>> {
        let status = prop::sample::select(LegStatus::ALL.to_vec());
        let item = CrmItem { id: ItemId(7), url: None };
        prop_oneof![
            6 => (leg(), status, 0..90_i64).prop_map(|(leg, status, s)| Change::of_status(leg, status, at(s))),
            1 => leg().prop_map(|leg| vec![Change::LegSid(leg, sid(leg))]),
            1 => (leg(), 0..90_i64).prop_map(|(leg, seconds)| vec![Change::LegDuration(leg, seconds)]),
            1 => (leg(), fault()).prop_map(|(leg, fault)| vec![Change::LegFault(leg, fault)]),
            2 => recorded().prop_map(|change| vec![change]),
            1 => Just(vec![Change::Refused(refusal())]),
            1 => Just(vec![Change::Cleared(cleared())]),
            1 => (any::<bool>(), 0..90_i64).prop_map(|(given, s)| {
                let answer = if given { NoticeAnswer::Given } else { NoticeAnswer::Objected };
                vec![Change::Noticed(answer, at(s))]
            }),
            1 => (0..90_i64).prop_map(|s| vec![Change::LinksRevoked(at(s)), Change::LinkRenewed(at(s + 1))]),
            1 => (0..2_u8).prop_map(|which| {
                let sid = format!("RE{which:032}").parse().unwrap();
                let deleted = Deleted { at: at(99), by: DeletedBy::Retention, already_gone: false };
                vec![Change::RecordingDeleted(sid, deleted)]
            }),
            1 => Just(vec![Change::WrappedUp(Box::new(wrap_up()))]),
            1 => Just(vec![Change::Activity(item.clone(), "digest".into()), Change::Task(item.clone())]),
            1 => Just(vec![Change::LinkSent(sent())]),
        ]
    }

    /// The same events in another order, some of them told again.
    fn told_twice() -> impl Strategy<Value = (Vec<Change>, Vec<Change>)> {
        prop::collection::vec(change(), 0..12).prop_flat_map(|units| {
            let repeats = prop::collection::vec(any::<prop::sample::Index>(), 0..12);
            (Just(units), repeats).prop_flat_map(|(units, repeats)| {
                let mut told = units.clone();
                if !units.is_empty() {
                    told.extend(repeats.iter().map(|index| index.get(&units).clone()));
                }
                let straight = units.into_iter().flatten().collect::<Vec<_>>();
                (
                    Just(straight),
                    Just(told).prop_shuffle().prop_map(|told| told.into_iter().flatten().collect()),
                )
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn any_order_any_number_of_times((straight, shuffled) in told_twice()) {
            let (one, other) = (folded(&straight), folded(&shuffled));
            prop_assert_eq!(&one, &other);
            prop_assert_eq!(one.state(), other.state());
        }

        #[test]
        fn a_call_that_ended_stays_ended((straight, _) in told_twice()) {
            let mut record = clicked();
            let mut over = false;
            for change in &straight {
                record.apply(change);
                let ended = matches!(record.state(), CallState::Ended { .. });
                prop_assert!(ended || !over, "{:?} after {change:?}", record.state());
                over |= record.agent_leg.is_over() && ended;
            }
        }

        #[test]
        fn a_record_survives_its_json((straight, _) in told_twice()) {
            let record = folded(&straight);
            let json = serde_json::to_string(&record).unwrap();
            prop_assert_eq!(serde_json::from_str::<CallRecord>(&json).unwrap(), record);
        }
    }
}

mod state {
    use super::*;
    use Leg::{Agent, Prospect};
    use LegStatus::{Busy, Canceled, Completed, Failed, InProgress, Initiated, NoAnswer, Queued, Ringing};

    /// The states along a story, one for each thing seen, a second apart.
    fn states(story: &[(Leg, LegStatus)]) -> Vec<CallState> {
        let mut record = clicked();
        let mut states = Vec::new();
        for (second, (leg, status)) in (1..).zip(story) {
            for change in Change::of_status(*leg, *status, at(second)) {
                record.apply(&change);
            }
            states.push(record.state());
        }
        states
    }

    fn last(story: &[(Leg, LegStatus)]) -> Option<CallState> {
        states(story).pop()
    }

    const fn ended(outcome: Outcome) -> CallState {
        CallState::Ended { outcome }
    }

    /// The agent's leg is up and the prospect's phone rings.
    const RINGING: [(Leg, LegStatus); 6] = [
        (Agent, Queued),
        (Agent, Initiated),
        (Agent, Ringing),
        (Agent, InProgress),
        (Prospect, Initiated),
        (Prospect, Ringing),
    ];

    fn then(rest: &[(Leg, LegStatus)]) -> Vec<(Leg, LegStatus)> {
        [&RINGING[..], rest].concat()
    }

    #[test]
    fn an_answered_call_from_click_to_end() {
        assert_eq!(clicked().state(), CallState::Requested);
        let told = states(&then(&[(Prospect, InProgress), (Prospect, Completed), (Agent, Completed)]));
        let since = at(7);
        assert_eq!(
            told,
            [
                CallState::Requested,
                CallState::RingingAgent,
                CallState::RingingAgent,
                CallState::Connecting,
                CallState::Connecting,
                CallState::RingingProspect,
                CallState::InCall { since },
                ended(Outcome::Answered),
                ended(Outcome::Answered),
            ]
        );
    }

    #[test]
    fn the_agent_hangs_up_first_in_a_call() {
        let story = then(&[(Prospect, InProgress), (Agent, Completed)]);
        assert_eq!(last(&story), Some(ended(Outcome::Answered)));
    }

    #[test]
    fn the_prospect_is_not_reached() {
        for (status, outcome) in [
            (Busy, Outcome::Busy),
            (NoAnswer, Outcome::NoAnswer),
            (Failed, Outcome::Failed),
            (Canceled, Outcome::Canceled),
        ] {
            let heard = then(&[(Prospect, status)]);
            // The agent still hears why: no second call may start, and a disposition will be owed.
            assert_eq!(last(&heard), Some(ended(outcome.clone())), "{status:?}");
            assert_eq!(last(&[heard, vec![(Agent, Completed)]].concat()), Some(ended(outcome)), "{status:?}");
        }
    }

    #[test]
    fn the_agent_hangs_up_while_it_rings() {
        assert_eq!(last(&then(&[(Agent, Completed)])), Some(ended(Outcome::Canceled)));
        assert_eq!(last(&then(&[(Agent, Completed), (Prospect, Canceled)])), Some(ended(Outcome::Canceled)));
        // Before the prospect was dialled at all.
        assert_eq!(
            last(&[(Agent, Ringing), (Agent, InProgress), (Agent, Completed)]),
            Some(ended(Outcome::Canceled))
        );
        assert_eq!(last(&[(Agent, Ringing), (Agent, Canceled)]), Some(ended(Outcome::Canceled)));
    }

    #[test]
    fn the_browser_never_answers() {
        for status in [Busy, NoAnswer] {
            assert_eq!(last(&[(Agent, Ringing), (Agent, status)]), Some(ended(Outcome::AgentUnreachable)));
        }
    }

    #[test]
    fn the_create_fails() {
        let fault = LegFault { code: Some(21219), message: "The number is unverified.".into() };
        let mut changes = Change::of_status(Agent, Failed, at(1));
        changes.push(Change::LegFault(Agent, fault.clone()));
        let record = folded(&changes);
        assert_eq!(record.state(), ended(Outcome::Failed));
        assert_eq!(record.agent_leg.fault, Some(fault));
        assert!(!record.is_open() && !record.owes_disposition(), "the agent can go on");
    }

    #[test]
    fn the_call_is_refused() {
        let mut record = folded(&Change::of_status(Agent, InProgress, at(3)));
        record.apply(&Change::Refused(refusal()));
        assert_eq!(record.state(), ended(Outcome::Refused));
        // The agent hears why, and then owes nothing: nobody was called.
        assert!(record.is_open());
        for change in Change::of_status(Agent, Completed, at(9)) {
            record.apply(&change);
        }
        assert_eq!(record.state(), ended(Outcome::Refused));
        assert!(!record.is_open() && !record.owes_disposition());
    }

    /// Twilio may ask for TwiML twice, and only the second time be refused: a phone that rings, rings.
    #[test]
    fn a_leg_that_exists_counts_more_than_a_refusal() {
        let mut record = folded(&Change::of_status(Prospect, Ringing, at(5)));
        record.apply(&Change::Refused(refusal()));
        assert_eq!(record.state(), CallState::RingingProspect);
    }

    #[test]
    fn a_disposition_is_owed_from_the_end_to_the_save() {
        let mut record = folded(&Change::of_status(Prospect, Completed, at(60)));
        assert!(!record.owes_disposition(), "the agent's leg is up");
        for change in Change::of_status(Agent, Completed, at(61)) {
            record.apply(&change);
        }
        assert!(record.owes_disposition());
        record.apply(&Change::WrappedUp(Box::new(wrap_up())));
        assert!(!record.owes_disposition());
    }
}

/// Records of before consents were noted at the claim, and of before it was told apart who deleted a recording.
#[test]
fn what_older_records_do_not_say_is_not_so() {
    let old = r#"{ "at": "2026-11-20T18:00:00Z", "recording": "automatic" }"#;
    assert!(!serde_json::from_str::<Cleared>(old).unwrap().consented);
    let old = r#"{ "at": "2026-11-20T18:00:00Z", "by": "retention" }"#;
    assert!(!serde_json::from_str::<Deleted>(old).unwrap().already_gone);
    let old = r#"{ "activity_digest": "00" }"#;
    assert_eq!(serde_json::from_str::<Crm>(old).unwrap().link, None);
}

#[test]
fn an_erased_record_has_no_digest_of_what_is_gone() {
    let item = CrmItem { id: ItemId(7), url: Some("https://podio.example/7".into()) };
    let mut record = folded(&[Change::Activity(item, "digest".into())]);
    record.erase(at(100));
    assert_eq!(record.crm.activity_digest, None);
    assert_eq!(record.crm.activity, Some(CrmItem { id: ItemId(7), url: None }), "there it still is");
}

#[test]
fn a_click_of_before_there_were_links_was_the_button() {
    let old = r#"{ "issued_at": "2026-11-20T18:00:00Z", "acknowledged": ["R-GATE-1"] }"#;
    let click: Click = serde_json::from_str(old).unwrap();
    assert_eq!(click.origin, ClickOrigin::Button);
    let linked = Click { origin: ClickOrigin::Link, ..click };
    let text = serde_json::to_string(&linked).unwrap();
    assert!(text.contains(r#""origin":"link""#), "{text}");
    assert_eq!(serde_json::from_str::<Click>(&text).unwrap(), linked);
}
