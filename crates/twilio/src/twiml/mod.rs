//! TwiML: what Twilio is told to do with the agent's leg.
//!
//! The verbs are heard by the agent. The prospect's leg is described by [`Number`] alone, which holds a phone number
//! and a status callback and nothing else: there is no way to say something that plays into that leg.
//!
//! ```
//! use twilio::twiml::Response;
//! let refused = Response::last_words("This call is not allowed right now.");
//! assert!(refused.to_xml().ends_with(
//!     r#"<Say>This call is not allowed right now.</Say><Pause length="1"/><Hangup/></Response>"#
//! ));
//! ```

mod dial;
mod element;

pub use dial::{Dial, Number};

use element::Element;

/// One step.
#[derive(Debug, Clone)]
enum Verb {
    Say(String),
    Pause { seconds: u8 },
    Dial(Box<Dial>),
    Hangup,
}

/// A TwiML document: verbs, in order.
#[derive(Debug, Clone, Default)]
pub struct Response {
    verbs: Vec<Verb>,
}

impl Response {
    /// A document without a verb: Twilio hangs up.
    pub fn new() -> Self {
        Self::default()
    }

    /// Speaks to the agent, and ends the call. A second of silence stands between the two: a hang-up that follows
    /// hard on the words reaches the browser while its jitter buffer still holds the last of them.
    #[must_use]
    pub fn last_words(text: impl Into<String>) -> Self {
        Self::new().say(text).pause(1).hangup()
    }

    /// Is silent for a while.
    #[must_use]
    pub fn pause(mut self, seconds: u8) -> Self {
        self.verbs.push(Verb::Pause { seconds });
        self
    }

    /// Speaks to the agent.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.verbs.push(Verb::Say(text.into()));
        self
    }

    /// Calls the prospect, and joins the two legs when the prospect answers.
    #[must_use]
    pub fn dial(mut self, dial: Dial) -> Self {
        self.verbs.push(Verb::Dial(Box::new(dial)));
        self
    }

    /// Ends the call.
    #[must_use]
    pub fn hangup(mut self) -> Self {
        self.verbs.push(Verb::Hangup);
        self
    }

    /// The document as Twilio reads it.
    pub fn to_xml(&self) -> String {
        let verbs = self.verbs.iter().map(|verb| match verb {
            Verb::Say(text) => Element::new("Say").text(text),
            Verb::Pause { seconds } => Element::new("Pause").attribute("length", seconds.to_string()),
            Verb::Dial(dial) => dial.element(),
            Verb::Hangup => Element::new("Hangup"),
        });
        let root = verbs.fold(Element::new("Response"), Element::child);
        format!(r#"<?xml version="1.0" encoding="UTF-8"?>{root}"#)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    /// All text between the tags, or the parser's complaint.
    fn heard(xml: &str) -> Result<String, quick_xml::Error> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        let mut text = String::new();
        loop {
            match reader.read_event()? {
                Event::Text(piece) => text.push_str(&piece),
                Event::GeneralRef(entity) => {
                    text.push_str(&quick_xml::escape::unescape(&format!("&{};", &*entity)).unwrap());
                }
                Event::Eof => return Ok(text),
                _ => {}
            }
        }
    }

    #[test]
    fn a_refusal_speaks_and_hangs_up() {
        let xml = Response::last_words("No: <&> \"quoted\"").to_xml();
        let said =
            r#"<Say>No: &lt;&amp;&gt; &quot;quoted&quot;</Say><Pause length="1"/><Hangup/></Response>"#;
        assert!(xml.ends_with(said), "{xml}");
    }

    proptest! {
        #[test]
        fn whatever_is_said_is_text(text in "\\PC{0,80}") {
            let xml = Response::new().say(&*text).to_xml();
            prop_assert_eq!(heard(&xml).unwrap(), text);
        }

        #[test]
        fn no_character_breaks_the_document(text in any::<String>()) {
            prop_assert!(heard(&Response::new().say(text).to_xml()).is_ok());
        }
    }
}
