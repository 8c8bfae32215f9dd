//! Calls: the one that is expected is accepted by itself, watched while it is up, and ended.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::logging::warn;
use leptos::prelude::*;
use voice_sdk::timer::{Interval, Timeout};
use voice_sdk::{Call, CallEvent, CallStatus, Subscription, Warning};

use super::controller::Controller;
use crate::phone::LiveCall;
use crate::phone::expect::{Arrival, Expectation};
use crate::phone::quality::{Fault, Line};
use crate::phone::tones::{self, Tones};

/// The custom parameter by which the server names its call.
const CALL_ID: &str = "call_id";
/// So long an unexpected call may ring: the server's answer to the click may be that late.
const KEPT_FOR: Duration = Duration::from_secs(15);

/// The calls of this tab.
#[derive(Default)]
pub(super) struct Calls {
    expectation: RefCell<Expectation<Ringing>>,
    live: RefCell<Option<Leg>>,
}

/// A call that nobody expects yet.
struct Ringing {
    call: Call,
    _events: Subscription,
    _patience: Timeout,
}

/// The call that was accepted.
struct Leg {
    id: String,
    call: Call,
    line: Line,
    /// The session was agreed on.
    was_up: bool,
    /// The loudest of the microphone since the last tick, 0.0 to 1.0.
    loudest: Cell<f64>,
    tones: Tones,
    /// The end of the tone that sounds.
    tone_end: Option<Timeout>,
    _events: Subscription,
    _tick: Interval,
}

impl Calls {
    pub(super) fn is_live(&self) -> bool {
        self.live.borrow().is_some()
    }

    fn call(&self) -> Option<Call> {
        self.live.borrow().as_ref().map(|leg| leg.call.clone())
    }

    fn with_leg<T>(&self, act: impl FnOnce(&mut Leg) -> T) -> Option<T> {
        self.live.borrow_mut().as_mut().map(act)
    }
}

impl Controller {
    pub(super) fn expect(&self, call_id: &str) {
        let ringing = self.calls.expectation.borrow_mut().expect(call_id);
        if let Some(ringing) = ringing {
            self.accept(call_id, &ringing.call);
        }
    }

    pub(super) fn on_incoming(&self, call: Call) {
        let id = call.custom_parameter(CALL_ID);
        let ringing = self.keep(id.clone().unwrap_or_default(), call);
        let arrival = self.calls.expectation.borrow_mut().arrived(id.as_deref(), ringing);
        match (arrival, id) {
            (Arrival::Accept(ringing), Some(id)) => self.accept(&id, &ringing.call),
            (Arrival::Accept(ringing) | Arrival::Ignore(ringing), _) => ringing.call.ignore(),
            (Arrival::Kept, _) => {}
        }
    }

    /// Watches a call that rings. It is ignored in the end and not rejected: another browser of the same agent may take it.
    fn keep(&self, id: String, call: Call) -> Ringing {
        let key = id.clone();
        let events = call.listen(self.when(move |phone, event| {
            if matches!(event, CallEvent::Cancelled | CallEvent::Disconnected) {
                let ended = phone.calls.expectation.borrow_mut().forget(&key);
                drop(ended);
            }
        }));
        let patience = self.after(KEPT_FOR, move |phone| {
            let ringing = phone.calls.expectation.borrow_mut().forget(&id);
            if let Some(ringing) = ringing {
                ringing.call.ignore();
            }
        });
        Ringing { call, _events: events, _patience: patience }
    }

    fn accept(&self, call_id: &str, call: &Call) {
        if self.calls.is_live() {
            // Accepting a second call would hang up the first.
            call.ignore();
            return;
        }
        let events = call.listen(self.when(|phone, event| phone.on_call(event)));
        let tick = self.when(|phone, ()| phone.tick());
        self.calls.live.replace(Some(Leg {
            id: call_id.to_owned(),
            call: call.clone(),
            line: Line::default(),
            was_up: false,
            loudest: Cell::new(0.0),
            tones: Tones::default(),
            tone_end: None,
            _events: events,
            _tick: Interval::new(Duration::from_secs(1), move || tick(())),
        }));
        call.accept();
    }

    fn on_call(&self, event: CallEvent) {
        match event {
            CallEvent::Accepted => self.show_call(),
            CallEvent::Disconnected | CallEvent::Cancelled | CallEvent::Rejected => self.over(),
            CallEvent::Error(error) => warn!("call: {}, code {:?}", error.kind(), error.code()),
            CallEvent::Reconnecting(_) => self.change_call(|call| call.reconnecting = true),
            CallEvent::Reconnected => self.change_call(|call| call.reconnecting = false),
            CallEvent::Muted(muted) => self.change_call(|call| call.muted = muted),
            CallEvent::Sample(sample) => {
                self.calls.with_leg(|leg| leg.line.measured(sample.bytes_received, sample.mos));
                self.judge();
            }
            CallEvent::Warning(warning) => self.warned(&warning, Line::raise),
            CallEvent::WarningCleared(warning) => self.warned(&warning, Line::clear),
            CallEvent::Volume { input, .. } => {
                self.calls.with_leg(|leg| leg.loudest.set(leg.loudest.get().max(input)));
            }
            CallEvent::Ringing => {}
        }
    }

    fn show_call(&self) {
        let shown = self.calls.with_leg(|leg| {
            leg.was_up = true;
            LiveCall { call_id: leg.id.clone(), ..LiveCall::default() }
        });
        let _ = self.screen.call.try_set(shown);
    }

    fn over(&self) {
        let was_up = self.calls.with_leg(|leg| leg.was_up);
        self.end_live();
        if self.made_anew_after_call.take() {
            self.begin_quietly();
        } else if was_up == Some(false) {
            // The SDK ends a call that it cannot open the microphone for, and says why only when nobody listens any more.
            self.check_microphone();
        }
    }

    fn warned(&self, warning: &Warning, change: fn(&mut Line, Fault)) {
        if let Some(fault) = fault(warning) {
            self.calls.with_leg(|leg| change(&mut leg.line, fault));
            self.judge();
        }
    }

    fn judge(&self) {
        if let Some(quality) = self.calls.with_leg(|leg| leg.line.quality()) {
            self.change_call(|call| call.quality = quality);
        }
    }

    /// Once a second, whether the SDK measures anything or not.
    fn tick(&self) {
        let Some(call) = self.calls.call() else { return };
        match call.status() {
            // The SDK gave the call up without saying so: its socket went, and there was nothing to restore it with.
            CallStatus::Closed => {
                call.stop_sound();
                self.end_live();
                self.begin_quietly();
                return;
            }
            CallStatus::Open | CallStatus::Reconnecting => {}
            CallStatus::Pending | CallStatus::Connecting | CallStatus::Ringing => return,
        }
        let (muted, stopped) = (call.is_muted(), call.microphone_stopped());
        let level = self.calls.with_leg(|leg| {
            let level = percent(leg.loudest.take());
            leg.line.second(muted, level, stopped);
            level
        });
        self.change_call(|call| call.input_level = level.unwrap_or_default());
        self.judge();
    }

    pub(super) fn toggle_mute(&self) {
        if let Some(call) = self.calls.call() {
            call.mute(!call.is_muted());
        }
    }

    pub(super) fn send_digit(&self, digit: char) {
        if let Some(Some(next)) = self.calls.with_leg(|leg| leg.tones.typed(digit)) {
            self.sound(next);
        }
    }

    fn sound(&self, digit: char) {
        let Some(call) = self.calls.call() else { return };
        match call.send_digit(digit) {
            Ok(()) => self.change_call(|call| call.tones.push(digit)),
            Err(error) => warn!("call: {error}"),
        }
        let end = self.after(tones::EACH_TAKES, |phone| {
            if let Some(Some(next)) = phone.calls.with_leg(|leg| leg.tones.over()) {
                phone.sound(next);
            }
        });
        let former = self.calls.with_leg(|leg| leg.tone_end.replace(end));
        drop(former);
    }

    pub(super) fn hang_up(&self) {
        // A click that is taken back must not be answered when it rings after all.
        self.calls.expectation.borrow_mut().give_up();
        if let Some(call) = self.calls.call() {
            call.disconnect();
        }
    }

    /// Forgets every call, because the device is going away.
    pub(super) fn end_calls(&self) {
        let forgotten = self.calls.expectation.borrow_mut().forget_all();
        drop(forgotten);
        self.end_live();
    }

    fn end_live(&self) {
        let leg = self.calls.live.take();
        drop(leg);
        let _ = self.screen.call.try_maybe_update(|shown| (shown.take().is_some(), ()));
    }
}

fn fault(warning: &Warning) -> Option<Fault> {
    Some(match warning {
        Warning::PathLost => Fault::PathLost,
        Warning::NoSoundIn => Fault::NoSoundIn,
        Warning::NoSoundOut => Fault::NoSoundOut,
        Warning::HighRoundTrip => Fault::Delay,
        Warning::HighJitter | Warning::HighPacketLoss => Fault::Gaps,
        // Scores and levels are judged by ourselves.
        Warning::LowOpinionScore | Warning::ConstantInput | Warning::Other(_) => return None,
    })
}

/// A loudness from 0.0 to 1.0 in percent; any sound at all is at least one.
fn percent(loudness: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=100 first")]
    let percent = (loudness * 100.0).ceil().clamp(0.0, 100.0) as u8;
    percent
}
