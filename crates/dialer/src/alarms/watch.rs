//! The worker: writes down what was noticed, looks at what Twilio and Podio say of us, and tells how it stands.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::skew;
use jiff::SignedDuration;
use store::FileKey;
use tokio_util::sync::CancellationToken;

use super::AlarmKind;
use super::bell::News;
use super::file::AlarmsFile;
use super::silence::Silence;
use crate::{Dialer, Error, VoiceKeys};

/// How often each kind is written down at most, and how often the worker looks by itself.
const EVERY: Duration = Duration::from_mins(1);
/// After the store refused, so long nothing is written.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// Twilio answers so to credentials that are not its own.
const TOKEN_REFUSED: &str = "Twilio refuses the auth token: nobody can be called. If it was replaced at Twilio, set \
                             TWILIO_AUTH_TOKEN to the new one and restart.";

/// Nothing but a browser that is signed in shows otherwise that this key is gone: it is asked about so often.
const KEY_EVERY: Duration = Duration::from_mins(10);
/// Twilio answers so in the name of an API key that was taken away.
const KEY_REFUSED: &str = "Twilio refuses the API key: the agents' phones do not get ready. If it was replaced at Twilio, \
                           set TWILIO_API_KEY and TWILIO_API_SECRET to the new one and restart.";

/// What the worker remembers from one round to the next.
#[derive(Default)]
pub(super) struct Rounds {
    /// When each kind was last written down.
    written: BTreeMap<AlarmKind, Instant>,
    silence: Silence,
    /// When Twilio last said something of the API key, and whether it took it then.
    asked_about_key: Option<Instant>,
    takes_key: Option<bool>,
}

impl Dialer {
    /// How far this machine's clock is ahead of Twilio's and of Podio's, by their last answers; none before the first.
    pub fn clock_skews(&self) -> [Option<SignedDuration>; 2] {
        [self.twilio.clock_skew(), self.podio.clock_skew()]
    }

    /// Something that a supervisor must hear of was noticed. Costs nothing, and may be said again and again.
    pub fn ring_alarm(&self, kind: AlarmKind, sentence: &str) {
        self.bell.ring(kind, sentence);
    }

    /// Writes alarms down until `stop`.
    pub async fn keep_alarms(&self, stop: CancellationToken) {
        let mut rounds = Rounds::default();
        let mut looked: Option<Instant> = None;
        let mut is_first = true;
        while !stop.is_cancelled() {
            let round = looked.is_none_or(|at| at.elapsed() >= EVERY);
            if round {
                self.look_at_clients(&rounds);
                self.tell_of_counting();
                looked = Some(Instant::now());
            }
            if let Err(error) = self.write_alarms(&mut rounds, round).await {
                tracing::warn!(error = %error, "an alarm could not be written down");
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(AFTER_TROUBLE) => {}
                }
                continue;
            }
            // Last, for it may take a while. And not while everything is only just starting: in sandbox mode it is this
            // server that answers.
            if round && !std::mem::replace(&mut is_first, false) {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.ask_about_api_key(&mut rounds) => {}
                }
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.bell.rung() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// What waits, except what was written down less than a minute ago. However often the bell is rung meanwhile, the
    /// store hears of it then.
    pub(super) async fn write_alarms(&self, rounds: &mut Rounds, round: bool) -> Result<(), Error> {
        let due = |kind| rounds.written.get(&kind).is_none_or(|at: &Instant| at.elapsed() >= EVERY);
        let mut waiting = self.bell.take(due);
        if waiting.is_empty() && !round {
            return Ok(());
        }
        let mut outcome = Ok(());
        while let Some((kind, news)) = waiting.pop_first() {
            let done = match &news {
                News::Noticed { count, sentence } => self.raise(kind, sentence, *count).await,
                News::Ended => {
                    let silent = rounds.silence.of(kind, Instant::now());
                    self.settle_alarm(kind, &self.settings.worker, silent).await
                }
            };
            match done {
                Ok(()) => {
                    rounds.written.insert(kind, Instant::now());
                }
                Err(error) => {
                    self.bell.put_back(kind, news);
                    outcome = Err(error);
                }
            }
        }
        outcome?;
        let (file, _): (AlarmsFile, _) = self.read_file(&FileKey::Alarms).await?;
        rounds.silence.look(&file, Instant::now());
        for kind in AlarmKind::ALL {
            let is_on = f64::from(u8::from(file.is_on(kind)));
            metrics::gauge!("twoleg_alarms", "kind" => kind.as_str()).set(is_on);
        }
        self.bell.knows_standing(AlarmKind::ALL.into_iter().filter(|kind| file.stands(*kind)));
        Ok(())
    }

    async fn raise(&self, kind: AlarmKind, sentence: &str, count: u64) -> Result<(), Error> {
        if self.raise_alarm(kind, sentence, count, &self.settings.worker).await? {
            tracing::error!(alarm = kind.as_str(), sentence, "an alarm came on");
        }
        Ok(())
    }

    /// Asks Twilio whether it knows the API key, unless it has said so a short while ago. Without an answer the last one
    /// counts, and it is asked again in a minute.
    pub(super) async fn ask_about_api_key(&self, rounds: &mut Rounds) {
        if rounds.asked_about_key.is_some_and(|at| at.elapsed() < KEY_EVERY) {
            return;
        }
        let VoiceKeys { api_key, api_secret, .. } = &*self.voice_keys;
        match self.twilio.takes_api_key(api_key, api_secret).await {
            Ok(taken) => (rounds.takes_key, rounds.asked_about_key) = (Some(taken), Some(Instant::now())),
            Err(error) => tracing::debug!(%error, "Twilio does not say whether it takes the API key"),
        }
    }

    /// What the answers of Twilio and Podio say of our clock and our credentials. Before the first answer nothing is known,
    /// and an alarm of the run before stands.
    pub(super) fn look_at_clients(&self, rounds: &Rounds) {
        let [twilio, podio] = self.clock_skews();
        if let Some(worst) = [twilio, podio].into_iter().flatten().max_by_key(|skew| skew.abs()) {
            self.bell.tell(AlarmKind::ClockSkew, skew::sentence(worst));
        }
        // Twilio dates all its answers: without a date there was none.
        let refused = self.twilio.refuses_token();
        if refused || twilio.is_some() {
            self.bell.tell(AlarmKind::TwilioRefusesToken, refused.then(|| TOKEN_REFUSED.to_owned()));
        }
        if let Some(taken) = rounds.takes_key {
            self.bell.tell(AlarmKind::TwilioRefusesApiKey, (!taken).then(|| KEY_REFUSED.to_owned()));
        }
        let problem = self.podio.sign_in_problem();
        if problem.is_some() || self.podio.is_signed_in() {
            let sentence = |problem| {
                format!(
                    "{problem}: leads cannot be opened, and nothing is written to Podio. Mend it in the configuration."
                )
            };
            self.bell.tell(AlarmKind::PodioRefusesSignIn, problem.map(sentence));
        }
    }
}
