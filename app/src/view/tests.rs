//! The words of every state, checked one by one: they are what the agent believes.

use domain::call::{
    CallFacts, Change, Cleared, CrmItem, Deleted, DeletedBy, LegFault, NoticeAnswer, Outcome, Recording,
    RecordingMode, RecordingState, Refusal, WrapUp,
};
use domain::{CallRecord, Disposition, Leg, LegStatus, RawSubmission};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::{TimeZone, offset};

use super::*;

mod lead;

use self::lead::lead;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn placed() -> Timestamp {
    at("2026-11-20T19:41:00Z")
}

fn zone() -> AgentZone {
    AgentZone(TimeZone::fixed(offset(-5)))
}

fn record() -> CallRecord {
    CallRecord::new(CallFacts {
        id: "0199a0c2-0000-7000-8000-000000000001".parse().unwrap(),
        agent: "maya_ortiz".parse().unwrap(),
        agent_name: "Maya Ortiz".into(),
        lead: domain::ItemId(42),
        lead_name: "Harold Whitaker".into(),
        lead_url: "https://podio.com/x".into(),
        slot: "owner-phone.0".parse().unwrap(),
        person: Some("Harold".into()),
        to: "8135550142".parse().unwrap(),
        from: "8135550100".parse().unwrap(),
        placed_at: placed(),
        click: None,
    })
}

/// A record after these sightings, a second apart.
fn after(sightings: &[(Leg, LegStatus)]) -> CallRecord {
    let mut record = record();
    for (seconds, (leg, status)) in (1..).zip(sightings) {
        let when = placed() + jiff::SignedDuration::from_secs(seconds);
        for change in Change::of_status(*leg, *status, when) {
            record.apply(&change);
        }
    }
    record
}

fn view(record: &CallRecord) -> CallView {
    CallView::of(record, placed() + jiff::SignedDuration::from_secs(60), &zone(), &|_, sid| {
        format!("/play_recording/{sid}?key=k")
    })
}

fn sentence(sightings: &[(Leg, LegStatus)]) -> String {
    view(&after(sightings)).sentence
}

use Leg::{Agent, Prospect};
use LegStatus::{Busy, Canceled, Completed, Failed, InProgress, Initiated, NoAnswer, Ringing};

#[test]
fn an_open_call_says_who_is_being_rung() {
    assert_eq!(sentence(&[]), "Asking Twilio to call your browser…");
    assert_eq!(sentence(&[(Agent, Ringing)]), "Calling your browser…");
    let up = (Agent, InProgress);
    assert_eq!(sentence(&[up]), "Your browser is connected. Calling (813) 555-0142…");
    assert_eq!(sentence(&[up, (Prospect, Initiated)]), "Your browser is connected. Calling (813) 555-0142…");
    assert_eq!(sentence(&[up, (Prospect, Ringing)]), "Ringing (813) 555-0142…");
    assert_eq!(sentence(&[up, (Prospect, InProgress)]), "In call with (813) 555-0142");
}

#[test]
fn an_ended_call_says_how_it_ended() {
    let up = (Agent, InProgress);
    for (end, words) in [
        (Busy, "The line is busy."),
        (NoAnswer, "Nobody answered."),
        (Failed, "The number is not in service or could not be reached."),
        (Canceled, "You hung up before they answered."),
    ] {
        assert_eq!(sentence(&[up, (Prospect, end)]), words);
    }
    let talked = sentence(&[up, (Prospect, InProgress), (Prospect, Completed)]);
    assert_eq!(talked, "The call is over. It lasted 00:01.");
}

#[test]
fn a_prospect_who_was_never_dialled_is_never_said_to_have_been() {
    for (end, words) in [
        (NoAnswer, "Your browser did not answer. The prospect was not called."),
        (Failed, "Twilio did not make the call. The prospect was not called."),
        (Canceled, "You hung up. The prospect was not called."),
    ] {
        let view = view(&after(&[(Agent, end)]));
        assert_eq!(view.sentence, words);
        assert!(!view.reached_out && !view.owes_disposition() && !view.blocks());
    }
    let hung_up = sentence(&[(Agent, InProgress), (Agent, Completed)]);
    assert_eq!(hung_up, "You hung up.", "Twilio may have begun to dial");
}

#[test]
fn the_reason_and_twilios_code_are_kept() {
    let mut record = after(&[(Agent, Failed)]);
    let message = "Account is not allowed to call this country.".into();
    record.apply(&Change::LegFault(Agent, LegFault { code: Some(21215), message }));
    let view = view(&record);
    assert!(view.is_failure());
    assert_eq!(
        view.detail.as_deref(),
        Some("Account is not allowed to call this country (Twilio error 21215).")
    );
}

#[test]
fn a_refusal_says_why() {
    let mut record = after(&[(Agent, InProgress)]);
    record.apply(&Change::Refused(Refusal {
        code: "outside_hours".into(),
        sentence: "It is 9:10 pm there.".into(),
        next_allowed_at: Some(at("2026-11-21T13:00:00Z")),
    }));
    let view = view(&record);
    assert_eq!(view.sentence, "The prospect was not called: It is 9:10 pm there.");
    assert!(view.is_failure());
}

#[test]
fn the_timer_starts_with_the_prospects_answer() {
    let view = view(&after(&[(Agent, InProgress), (Prospect, InProgress)]));
    assert_eq!(view.talking_ms(), Some(58_000));
    let ringing = after(&[(Agent, InProgress), (Prospect, Ringing)]);
    assert_eq!(
        CallView::of(&ringing, placed(), &zone(), &|_, sid| format!("/play_recording/{sid}?key=k"))
            .talking_ms(),
        None
    );
}

#[test]
fn the_next_call_waits_for_the_disposition() {
    let mut record = after(&[(Agent, InProgress), (Prospect, NoAnswer)]);
    assert!(view(&record).open && view(&record).is_over());
    for change in Change::of_status(Agent, Completed, placed()) {
        record.apply(&change);
    }
    assert!(view(&record).owes_disposition());
    record.apply(&Change::WrappedUp(Box::new(wrap_up())));
    assert!(!view(&record).blocks());
}

fn wrap_up() -> WrapUp {
    let form = RawSubmission {
        disposition: "no_answer".into(),
        notes: "Rang out.".into(),
        motivation: "high".into(),
        next_action_date: String::new(),
        asking_price: "185k".into(),
        opt_out: String::new(),
    };
    let today = date(2026, 11, 20);
    let submission = form.check(today).unwrap();
    let follow_up = domain::follow_up::follow_up(submission.disposition, None, today);
    WrapUp { submission, follow_up, saved_at: placed() }
}

#[test]
fn what_was_saved_is_shown_as_people_say_it() {
    let mut record = after(&[(Agent, Completed), (Prospect, NoAnswer)]);
    record.apply(&Change::WrappedUp(Box::new(wrap_up())));
    let saved = view(&record).wrap_up.unwrap();
    assert_eq!(saved.disposition, "No Answer");
    assert_eq!(saved.more.as_deref(), Some("Motivation: High, asks $185,000"));
    assert_eq!(saved.follow_up.as_deref(), Some("Follow-up Call on Nov 21"));
    assert_eq!(saved.saved, "2:41 pm");
}

#[test]
fn podio_has_it_only_when_its_item_is_there() {
    let mut record = after(&[(Agent, Completed), (Prospect, NoAnswer)]);
    assert!(!view(&record).crm.has_activity);
    record.apply(&Change::CrmTrouble(Some("Podio does not answer.".into())));
    assert_eq!(view(&record).crm.trouble.as_deref(), Some("Podio does not answer."));
    let url = Some("https://podio.com/item/7".to_owned());
    record.apply(&Change::Activity(CrmItem { id: domain::ItemId(7), url: url.clone() }, "digest".into()));
    assert_eq!(view(&record).crm.activity_url, url);
}

#[test]
fn a_recording_plays_only_when_it_is_complete() {
    let sid = "RE0123456789abcdef0123456789abcdef";
    let recorded = |state| {
        Change::Recorded(
            sid.parse().unwrap(),
            Recording { state, duration_s: Some(72), channels: Some(2), started_at: None },
        )
    };
    let mut record = after(&[(Agent, InProgress), (Prospect, InProgress)]);
    assert_eq!(view(&record).recording, None);
    record.apply(&recorded(RecordingState::InProgress));
    assert_eq!(view(&record).recording, Some(RecordingView::Running));
    record.apply(&Change::LegStatus(Prospect, Completed));
    assert_eq!(view(&record).recording, Some(RecordingView::OnItsWay));
    record.apply(&recorded(RecordingState::Completed));
    let ready =
        RecordingView::Ready { src: format!("/play_recording/{sid}?key=k"), length: Some("01:12".into()) };
    assert_eq!(view(&record).recording, Some(ready));
    let mut gone = Deleted { at: at("2028-11-21T03:00:00Z"), by: DeletedBy::Retention, already_gone: false };
    record.apply(&Change::RecordingDeleted(sid.parse().unwrap(), gone));
    assert_eq!(view(&record).recording, Some(RecordingView::Deleted { on: "Nov 20, 2028".into() }));
    gone.already_gone = true;
    record.apply(&Change::RecordingDeleted(sid.parse().unwrap(), gone));
    assert_eq!(view(&record).recording, Some(RecordingView::FoundGone { on: "Nov 20, 2028".into() }));
    record.erased_at = Some(placed());
    assert_eq!(view(&record).recording, None);
}

#[test]
fn a_view_survives_the_wire() {
    let mut record = after(&[(Agent, InProgress), (Prospect, InProgress), (Prospect, Completed)]);
    record.apply(&Change::WrappedUp(Box::new(wrap_up())));
    for record in [record, after(&[(Agent, InProgress), (Prospect, InProgress)]), after(&[(Prospect, Busy)])]
    {
        let view = view(&record);
        let text = serde_json::to_string(&view).unwrap();
        assert_eq!(serde_json::from_str::<CallView>(&text).unwrap(), view, "{text}");
    }
}

#[test]
fn every_outcome_has_words() {
    // A new outcome has to get its own; this list makes the compiler ask for it.
    let all = [
        Outcome::Answered,
        Outcome::Busy,
        Outcome::NoAnswer,
        Outcome::Failed,
        Outcome::Canceled,
        Outcome::AgentUnreachable,
        Outcome::Refused,
    ];
    for outcome in all {
        let text = serde_json::to_string(&Phase::Ended { outcome: outcome.clone() }).unwrap();
        assert_eq!(serde_json::from_str::<Phase>(&text).unwrap(), Phase::Ended { outcome }, "{text}");
    }
}

#[test]
fn every_disposition_says_what_it_brings_about() {
    let workspace =
        dialer::Workspace { lead: lead(), phones: vec![], calls: vec![], colleagues: vec![], current: None };
    let view = WorkspaceView::of(&workspace, placed(), date(2026, 11, 20), &zone(), &|_, sid| {
        format!("/play_recording/{sid}?key=k")
    });
    assert_eq!(view.dispositions.len(), Disposition::ALL.len());
    let effect =
        |code: &str| view.dispositions.iter().find(|c| c.code == code).and_then(|c| c.effect.clone());
    let voicemail = effect("voicemail").unwrap();
    assert_eq!(voicemail, "Creates a follow-up call for Nov 22, unless you choose another day.");
    assert!(effect("do_not_call").unwrap().contains("will not be called again"));
    assert_eq!(effect("wrong_number"), None);
    assert_eq!(view.today, "2026-11-20");
}

#[test]
fn the_screen_says_how_a_call_is_recorded_while_the_two_talk() {
    let seen = |mode: RecordingMode, said: &[NoticeAnswer]| {
        let mut record = after(&[(Agent, InProgress), (Prospect, InProgress)]);
        record.apply(&Change::Cleared(Cleared { at: placed(), recording: mode, consented: false }));
        for answer in said {
            record.apply(&Change::Noticed(*answer, placed()));
        }
        let before = view(&record).notice;
        let running = Recording {
            state: RecordingState::InProgress,
            duration_s: None,
            channels: None,
            started_at: None,
        };
        let sid = "RE0123456789abcdef0123456789abcdef".parse().unwrap();
        record.apply(&Change::Recorded(sid, running));
        // A recording that does not run is not said to run, and an objection counts at once.
        assert_eq!(said.contains(&NoticeAnswer::Objected), before == Some(NoticeView::Objected));
        assert!(!matches!(before, Some(NoticeView::Automatic | NoticeView::Given)), "{mode:?} {said:?}");
        view(&record).notice
    };
    let (given, objected) = (NoticeAnswer::Given, NoticeAnswer::Objected);
    assert_eq!(seen(RecordingMode::Automatic, &[]), Some(NoticeView::Automatic));
    assert_eq!(seen(RecordingMode::Off, &[]), Some(NoticeView::Off));
    assert_eq!(seen(RecordingMode::AgentNotice, &[]), Some(NoticeView::Ask));
    assert_eq!(seen(RecordingMode::AgentNotice, &[given]), Some(NoticeView::Given));
    assert_eq!(
        seen(RecordingMode::AgentNotice, &[objected, given]),
        Some(NoticeView::Stopping),
        "it runs still"
    );
    assert_eq!(view(&record()).notice, None, "before there is anybody to record");
}

#[test]
fn spans_read_like_a_clock() {
    for (seconds, text) in [(-5, "00:00"), (0, "00:00"), (192, "03:12"), (3727, "1:02:07")] {
        assert_eq!(clock(seconds), text);
    }
}
