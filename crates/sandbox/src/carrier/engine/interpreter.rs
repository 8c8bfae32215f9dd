//! Carries out TwiML, verb by verb.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use url::Url;

use super::fetch::Source;
use crate::carrier::Carrier;
use crate::carrier::call::Call;
use crate::carrier::twiml::{Link, Verb};

/// How many documents one call may ask for: a redirect to itself must end.
const MOST_DOCUMENTS: u32 = 100;

impl Carrier {
    /// Carries out a document, and those that it leads to, until nothing is left or the leg ends.
    /// A document that can't be had or read ends it, as with Twilio, and is noted.
    pub(super) async fn interpret(&self, call: &Arc<Call>, first: Source) {
        let mut next = Some(first);
        let mut documents = 0;
        while let Some(source) = next.take() {
            documents += 1;
            if documents > MOST_DOCUMENTS {
                self.note(call.sid(), 12100, "too many documents for one call".into());
                return;
            }
            let fetched = tokio::select! {
                fetched = self.script(call, &source) => fetched,
                () = call.ending.cancelled() => return,
            };
            match fetched {
                Ok(script) => next = self.perform(call, script.verbs, script.base.as_ref()).await,
                Err(failure) => self.note(call.sid(), failure.code, failure.message),
            }
        }
    }

    /// Does one document's verbs. Returns where to go on, if anywhere.
    async fn perform(&self, call: &Arc<Call>, verbs: Vec<Verb>, base: Option<&Url>) -> Option<Source> {
        for verb in verbs {
            if call.ending.is_cancelled() {
                return None;
            }
            match verb {
                Verb::Say { text, times } => {
                    for _ in 0..times {
                        tokio::select! {
                            () = self.say(call, &text) => {}
                            () = call.ending.cancelled() => return None,
                        }
                    }
                }
                Verb::Pause { seconds } => tokio::select! {
                    () = sleep(Duration::from_secs(seconds.into())) => {}
                    () = call.ending.cancelled() => return None,
                },
                Verb::Redirect(link) => {
                    return Some(Source::Fetch { link: resolve(link, base), extra: Vec::new() });
                }
                Verb::Hangup | Verb::Reject => return None,
                Verb::Dial(dial) => {
                    let action = dial.action.clone();
                    let outcome = self.dial(call, &dial, base).await;
                    if let Some(link) = action {
                        let ask = Source::Fetch { link: resolve(link, base), extra: outcome };
                        return self.after_dial(call, ask).await;
                    }
                }
            }
        }
        None
    }

    /// What comes after a `<Dial>` with an action. If the agent has left, Twilio still tells, and does nothing more.
    async fn after_dial(&self, call: &Arc<Call>, ask: Source) -> Option<Source> {
        if !call.ending.is_cancelled() {
            return Some(ask);
        }
        // Nobody acts on the answer any more: it is a callback like the others, and may be lost like them.
        if self.0.faults.get().callbacks_lost {
            return None;
        }
        if let Err(failure) = self.script(call, &ask).await {
            self.note(call.sid(), failure.code, failure.message);
        }
        None
    }
}

/// Makes a link absolute, from the document that it was in.
pub(super) fn resolve(link: Link, base: Option<&Url>) -> Link {
    match base.and_then(|base| base.join(&link.url).ok()) {
        // An absolute URL stays exactly as it was written: it is what is signed.
        Some(joined) if Url::parse(&link.url).is_err() => Link { url: joined.into(), ..link },
        _ => link,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links_start_from_the_document() {
        let base = Url::parse("http://a/twiml/connect?call_id=1").unwrap();
        let link = |url: &str| Link { url: url.into(), get: false };
        let resolved = |url: &str| resolve(link(url), Some(&base)).url;
        assert_eq!(resolved("dial_result?x=1"), "http://a/twiml/dial_result?x=1");
        assert_eq!(resolved("/dial_result"), "http://a/dial_result");
        assert_eq!(resolved("http://b/c d"), "http://b/c d");
        assert_eq!(resolve(link("/x"), None).url, "/x");
    }
}
