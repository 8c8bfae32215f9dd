//! Podio's door: what its hooks say. Podio signs nothing; who knows the address is taken for Podio, and believed only so
//! far that Podio is asked.

use axum::body::{Body, to_bytes};
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use domain::ItemId;
use podio::HookKind;
use url::form_urlencoded;

use super::State;

/// Where the addresses begin. What follows is a secret, which no log is to hold.
pub(crate) const HOOKS: &str = "/podio/hooks/";

/// Longer forms are not Podio's.
const MOST_FORM: usize = 4 * 1024;
/// Longer codes are not Podio's.
const LONGEST_CODE: usize = 256;

/// What a hook's form says.
#[derive(Debug, PartialEq, Eq)]
enum News {
    /// Podio asks whether we want to be told.
    Verify { hook: u64, code: String },
    /// Something happened to an item.
    Item(HookKind, ItemId),
    /// Anything else: a kind of event that nobody asked for.
    Other,
}

/// `POST /podio/hooks/{key}`
pub(super) async fn hook(Extract(state): Extract<State>, Path(key): Path<String>, body: Body) -> StatusCode {
    // The key first: whoever has none costs one look.
    if !state.dialer.is_hook_key(&key) {
        return StatusCode::NOT_FOUND;
    }
    let Ok(form) = to_bytes(body, MOST_FORM).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let Some(news) = News::read(&form) else { return StatusCode::BAD_REQUEST };
    let taken = match news {
        News::Verify { hook, code } => state.dialer.verify_hook(hook, &code).await,
        News::Item(kind, item) => state.dialer.take_lead_news(kind, item).await,
        News::Other => Ok(()),
    };
    match taken {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(error) => {
            tracing::warn!(%error, "what Podio told was not taken; `twoleg podio links` makes it good");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

impl News {
    /// Reads the form; nothing when it is none of Podio's.
    fn read(form: &[u8]) -> Option<Self> {
        let part = |name: &str| {
            form_urlencoded::parse(form).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let kind = part("type")?;
        if kind == "hook.verify" {
            let code = part("code").filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE)?;
            return Some(Self::Verify { hook: part("hook_id")?.parse().ok()?, code });
        }
        Some(match HookKind::of(&kind) {
            Some(kind) => Self::Item(kind, part("item_id")?.parse().ok()?),
            None => Self::Other,
        })
    }
}

/// Whether a form can be read as one of Podio's.
#[cfg(feature = "fuzzing")]
pub(crate) fn is_news(form: &[u8]) -> bool {
    News::read(form).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str) -> Option<News> {
        News::read(form.as_bytes())
    }

    #[test]
    fn podios_forms_are_read() {
        let verify = News::Verify { hook: 7, code: "abc".to_owned() };
        assert_eq!(read("type=hook.verify&hook_id=7&code=abc"), Some(verify));
        let created = News::Item(HookKind::Created, ItemId(3_211_775_107));
        let form = "item_id=3211775107&item_revision_id=0&type=item.create&hook_id=7&external_id=";
        assert_eq!(read(form), Some(created));
        assert_eq!(read("type=comment.create&item_id=7"), Some(News::Other));
    }

    #[test]
    fn what_is_none_of_podios_is_refused() {
        let long = format!("type=hook.verify&hook_id=7&code={}", "x".repeat(LONGEST_CODE + 1));
        for form in [
            "",
            "hook_id=7",
            "type=item.create",
            "type=item.create&item_id=",
            "type=item.create&item_id=-1",
            "type=item.create&item_id=0",
            "type=hook.verify&hook_id=7",
            "type=hook.verify&hook_id=x&code=abc",
            "type=hook.verify&hook_id=7&code=",
            &long,
            "{\"type\":\"item.create\"}",
        ] {
            assert_eq!(read(form), None, "{form}");
        }
        assert_eq!(News::read(&[0xff, 0xfe, b'=', 0x80]), None);
    }
}
