//! From XML to verbs. What Twilio only warns about is kept as a warning, and the call goes on.

use super::element::{self, Element, XmlError};
use super::{Dial, Link, Number, Subscription, Verb};

/// Twilio's longest `<Dial timeLimit>`, in seconds.
const LONGEST_CALL: u32 = 14_400;
/// Twilio's longest `<Dial timeout>`, in seconds.
const LONGEST_RING: u32 = 600;

/// A document, understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Document {
    /// What to do.
    pub(crate) verbs: Vec<Verb>,
    /// What was not understood, and skipped (Twilio's 12200).
    pub(crate) warnings: Vec<String>,
}

/// Reads TwiML. An error is a document that Twilio could not parse at all (its 12100).
pub(crate) fn read(document: &str) -> Result<Document, String> {
    let root = element::read(document).map_err(|e: XmlError| e.to_string())?;
    if root.name != "Response" {
        return Err("the root element is not Response".into());
    }
    let mut reader = Reader::default();
    let verbs = root.children.iter().filter_map(|child| reader.verb(child)).collect();
    Ok(Document { verbs, warnings: reader.warnings })
}

#[derive(Default)]
struct Reader {
    warnings: Vec<String>,
}

impl Reader {
    fn verb(&mut self, element: &Element) -> Option<Verb> {
        match element.name.as_str() {
            "Say" => {
                let mut of = self.attributes(element, &["voice", "language", "loop"]);
                // Twilio says it until the call ends for 0; a thousand times is as good.
                let times = match of.number("loop", 1, 1000) {
                    0 => 1000,
                    times => times,
                };
                Some(Verb::Say { text: element.text.trim().to_owned(), times })
            }
            "Pause" => {
                let mut of = self.attributes(element, &["length"]);
                Some(Verb::Pause { seconds: of.number("length", 1, 180) })
            }
            "Redirect" => {
                let of = self.attributes(element, &["method"]);
                let get = of.is_get("method");
                Some(Verb::Redirect(Link { url: element.text.trim().to_owned(), get }))
            }
            "Hangup" => Some(Verb::Hangup),
            "Reject" => Some(Verb::Reject),
            "Dial" => Some(Verb::Dial(self.dial(element))),
            other => {
                self.warnings.push(format!("the verb {other} is not known to the sandbox, and was skipped"));
                None
            }
        }
    }

    fn dial(&mut self, element: &Element) -> Dial {
        const KNOWN: [&str; 14] = [
            "action",
            "method",
            "answerOnBridge",
            "callerId",
            "timeout",
            "timeLimit",
            "hangupOnStar",
            "ringTone",
            "record",
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
            "recordingStatusCallbackEvent",
            "recordingTrack",
            "sequential",
        ];
        let mut of = self.attributes(element, &KNOWN);
        let dial = Dial {
            number: None,
            caller_id: of.text("callerId"),
            timeout: of.number("timeout", 30, LONGEST_RING),
            time_limit: of.number("timeLimit", LONGEST_CALL, LONGEST_CALL),
            action: of.text("action").map(|url| Link { url, get: of.is_get("method") }),
            record: of.record(),
            recording_callback: of
                .subscription("recordingStatusCallback", &["in-progress", "completed", "absent"]),
        };
        Dial { number: self.callee(element), ..dial }
    }

    fn callee(&mut self, dial: &Element) -> Option<Number> {
        let plain = dial.text.trim();
        let mut callees = Vec::new();
        if !plain.is_empty() {
            callees.push(Number { number: plain.to_owned(), callback: None });
        }
        for noun in &dial.children {
            if noun.name == "Number" {
                let known = ["statusCallback", "statusCallbackEvent", "statusCallbackMethod"];
                let mut of = self.attributes(noun, &known);
                let callback =
                    of.subscription("statusCallback", &["initiated", "ringing", "answered", "completed"]);
                callees.push(Number { number: noun.text.trim().to_owned(), callback });
            } else {
                self.warnings
                    .push(format!("Dial's {} is not known to the sandbox, and was skipped", noun.name));
            }
        }
        if callees.len() > 1 {
            self.warnings.push("the sandbox dials one number at a time: only the first was dialled".into());
        }
        callees.into_iter().next()
    }

    /// Wraps the element's attributes, warning of those that are not in `known`.
    fn attributes<'a>(&'a mut self, element: &'a Element, known: &[&str]) -> Attributes<'a> {
        for (name, _) in &element.attributes {
            if !known.contains(&name.as_str()) {
                self.warnings
                    .push(format!("{}'s {name} is not known to the sandbox, and was skipped", element.name));
            }
        }
        Attributes { element, warnings: &mut self.warnings }
    }
}

struct Attributes<'a> {
    element: &'a Element,
    warnings: &'a mut Vec<String>,
}

impl Attributes<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.element.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    fn is_get(&self, name: &str) -> bool {
        self.get(name).is_some_and(|method| method.eq_ignore_ascii_case("GET"))
    }

    fn number(&mut self, name: &str, default: u32, most: u32) -> u32 {
        let Some(text) = self.get(name) else { return default };
        if let Ok(number) = text.parse::<u32>() {
            return number.min(most);
        }
        self.warnings.push(format!("{}'s {name} is not a number", self.element.name));
        default
    }

    /// The channels of the recording that is asked for.
    fn record(&mut self) -> Option<u8> {
        match self.get("record")? {
            "do-not-record" | "false" => None,
            "true" | "record-from-answer" => Some(1),
            "record-from-answer-dual" => Some(2),
            other => {
                self.warnings
                    .push(format!("Dial's record has the value {other:?}, which the sandbox does not know"));
                None
            }
        }
    }

    /// Reads `{name}`, `{name}Event` and `{name}Method`. Without events Twilio sends `completed` only.
    fn subscription(&mut self, name: &str, known: &[&str]) -> Option<Subscription> {
        let url = self.text(name)?;
        let get = self.is_get(&format!("{name}Method"));
        let events = self.text(&format!("{name}Event")).unwrap_or_else(|| "completed".into());
        let events: Vec<String> = events.split_whitespace().map(str::to_owned).collect();
        for event in events.iter().filter(|event| !known.contains(&event.as_str())) {
            self.warnings.push(format!("{name}Event names the unknown event {event}"));
        }
        Some(Subscription { link: Link { url, get }, events })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_a_connecting_dial() {
        let document = read(
            r#"<?xml version="1.0" encoding="UTF-8"?>
            <Response><Dial answerOnBridge="true" callerId="+15005550006" timeout="25" timeLimit="3600"
              action="http://a/dial_result?call_id=1&amp;x=2" record="record-from-answer-dual"
              recordingStatusCallback="http://a/r" recordingStatusCallbackEvent="in-progress completed absent">
              <Number statusCallback="http://a/s?call_id=1&amp;leg=prospect"
                statusCallbackEvent="initiated ringing answered completed">+18135550142</Number></Dial></Response>"#,
        )
        .unwrap();
        assert_eq!(document.warnings, Vec::<String>::new());
        let [Verb::Dial(dial)] = document.verbs.as_slice() else { panic!("one Dial: {document:?}") };
        assert_eq!(dial.timeout, 25);
        assert_eq!(dial.time_limit, 3600);
        assert_eq!(dial.action.as_ref().unwrap().url, "http://a/dial_result?call_id=1&x=2");
        assert_eq!(dial.record, Some(2));
        assert!(dial.recording_callback.as_ref().unwrap().wants("absent"));
        let number = dial.number.as_ref().unwrap();
        assert_eq!(number.number, "+18135550142");
        assert_eq!(number.callback.as_ref().unwrap().link.url, "http://a/s?call_id=1&leg=prospect");
        assert!(number.callback.as_ref().unwrap().wants("ringing"));
    }

    #[test]
    fn reads_what_the_agent_is_told() {
        let document =
            read("<Response><Say>Smith &amp; Sons &#8211; busy.</Say><Hangup/></Response>").unwrap();
        let say = Verb::Say { text: "Smith & Sons – busy.".into(), times: 1 };
        assert_eq!(document.verbs, [say, Verb::Hangup]);
    }

    #[test]
    fn an_empty_response_is_fine() {
        assert_eq!(read("<Response/>").unwrap().verbs, []);
    }

    #[test]
    fn warns_of_what_it_does_not_know_and_goes_on() {
        let text = r#"<Response><Dance/><Dial timeout="soon"><Number url="http://a/whisper">+1</Number></Dial></Response>"#;
        let document = read(text).unwrap();
        assert_eq!(document.warnings.len(), 3, "{:?}", document.warnings);
        assert_eq!(document.verbs.len(), 1);
    }

    #[test]
    fn refuses_what_is_not_twiml() {
        for text in [
            "",
            "hello",
            "<Response>",
            "<Response></Respons>",
            "<Other/>",
            "<Response/><Response/>",
            "<!DOCTYPE x [<!ENTITY a \"b\">]><Response>&a;</Response>",
            "<Response><Say>&nope;</Say></Response>",
            "<Response><Say voice=x>a</Say></Response>",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn refuses_elements_within_elements_without_end() {
        let deep = |depth| format!("<Response>{}{}</Response>", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(read(&deep(20)).is_ok());
        assert!(read(&deep(1_000_000)).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,80}") {
            let _ = read(&text);
            let _ = read(&format!("<Response>{text}</Response>"));
        }
    }
}
