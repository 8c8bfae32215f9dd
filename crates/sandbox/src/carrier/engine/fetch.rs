//! Asking the product what to do with a call.

use url::Url;

use crate::carrier::Carrier;
use crate::carrier::call::Call;
use crate::carrier::twiml::{self, Link, Verb};
use crate::carrier::webhook::{Kind, Params, Request, SendError};

/// Where the next verbs come from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// They came with the request that created the call.
    Inline(String),
    /// From the product, told of what happened.
    Fetch {
        /// Whom to ask.
        link: Link,
        /// Parameters beside the call's own.
        extra: Params,
    },
}

/// Verbs, and the address that relative ones in them start from.
pub(super) struct Script {
    pub(super) verbs: Vec<Verb>,
    pub(super) base: Option<Url>,
}

/// A document that could not be had or read: Twilio's code and a sentence.
pub(super) struct Failure {
    pub(super) code: u32,
    pub(super) message: String,
}

impl Carrier {
    /// Gets the verbs, or says why there are none.
    pub(super) async fn script(&self, call: &Call, source: &Source) -> Result<Script, Failure> {
        let (text, base) = match source {
            Source::Inline(text) => (text.clone(), None),
            Source::Fetch { link, extra } => {
                let params = [call.params(), extra.clone()].concat();
                let request = Request::new(Kind::Twiml, call.sid(), link.clone(), params);
                (self.ask(&request).await?, Url::parse(&link.url).ok())
            }
        };
        let document = twiml::read(&text).map_err(|problem| Failure {
            code: 12100,
            message: format!("Document parse failure: {problem}"),
        })?;
        for warning in document.warnings {
            self.note(call.sid(), 12200, format!("Schema validation warning: {warning}"));
        }
        Ok(Script { verbs: document.verbs, base })
    }

    async fn ask(&self, request: &Request) -> Result<String, Failure> {
        let fail = |code, message: String| Failure { code, message };
        let reply = self.sender().send(request).await.map_err(|error| match error {
            SendError::Url => fail(11100, "Invalid URL format".into()),
            SendError::Connect => fail(11205, "HTTP connection failure".into()),
            SendError::Timeout | SendError::Broken => fail(11200, format!("HTTP retrieval failure: {error}")),
        })?;
        if !(200..300).contains(&reply.status) {
            return Err(fail(11200, format!("HTTP retrieval failure: status {}", reply.status)));
        }
        let media_type = reply.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !matches!(media_type.as_str(), "text/xml" | "application/xml" | "text/html") {
            return Err(fail(12300, format!("Invalid Content-Type: {media_type:?}")));
        }
        Ok(reply.body)
    }
}
