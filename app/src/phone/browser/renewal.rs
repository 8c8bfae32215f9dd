//! Keeping the access token fresh: by our own timer, and whenever the page wakes.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::logging::warn;
use leptos::task::spawn_local;
use voice_sdk::timer::Timeout;

use super::controller::Controller;
use crate::browser::now_ms;
use crate::phone::{VoiceTokenDto, token};

/// The token in use, and when the next one is fetched.
#[derive(Default)]
pub(super) struct Renewal {
    /// When the token in use was issued (wall clock, milliseconds), and how long it lives.
    life: Cell<Option<(f64, Duration)>>,
    next: RefCell<Option<Timeout>>,
    under_way: Cell<bool>,
    failures: Cell<u32>,
}

impl Renewal {
    pub(super) fn stop(&self) {
        self.life.set(None);
        self.next.take();
        self.under_way.set(false);
        self.failures.set(0);
    }

    pub(super) fn is_due(&self) -> bool {
        self.life.get().is_some_and(|(issued, life)| token::is_due(issued, life, now_ms()))
    }
}

impl Controller {
    /// A token is in use from now on.
    pub(super) fn took_token(&self, token: &VoiceTokenDto) {
        let life = Duration::from_secs(token.ttl_s.into());
        self.renewal.life.set(Some((now_ms(), life)));
        self.renewal.failures.set(0);
        self.renew_after(token::renew_after(life));
    }

    pub(super) fn renew_after(&self, pause: Duration) {
        let next = self.after(pause, |phone| phone.renew());
        drop(self.renewal.next.replace(Some(next)));
    }

    /// Fetches a token and gives it to the device, once at a time.
    pub(super) fn renew(&self) {
        let (Some(device), Some(phone)) = (self.device(), self.strong()) else { return };
        if self.renewal.under_way.replace(true) {
            return;
        }
        let attempt = self.attempt.get();
        spawn_local(async move {
            let fetched = (phone.fetch_token)().await;
            if phone.attempt.get() != attempt {
                return;
            }
            phone.renewal.under_way.set(false);
            if let Ok(token) = fetched {
                phone.took_token(&token);
                if let Err(error) = device.update_token(&token.token) {
                    warn!("phone: {error}");
                }
            } else {
                // The old token may still be good: the device says when it is not.
                let failures = phone.renewal.failures.get().saturating_add(1);
                phone.renewal.failures.set(failures);
                phone.renew_after(token::pause(failures));
            }
        });
    }
}
