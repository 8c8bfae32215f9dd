//! Loading a script of our own host on demand.

use std::time::Duration;

use futures::channel::oneshot;
use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::HtmlScriptElement;

use crate::error::{ErrorKind, VoiceError};
use crate::timer::within;

/// Loads the SDK from `url`, unless the page has it already, and makes sure that it is there and fits this browser.
pub async fn load_sdk(url: &str, limit: Duration) -> Result<(), VoiceError> {
    if sdk().is_none() {
        load(url, limit).await?;
    }
    let sdk = sdk().ok_or_else(|| VoiceError::new(ErrorKind::ScriptFailed, "no global Twilio"))?;
    let supported = Reflect::get(&sdk, &"Device".into())
        .and_then(|device| Reflect::get(&device, &"isSupported".into()))
        .ok()
        .and_then(|supported| supported.as_bool());
    if supported == Some(true) {
        Ok(())
    } else {
        Err(VoiceError::new(ErrorKind::Unsupported, "Device.isSupported"))
    }
}

/// Loads a script and waits until it has run.
pub async fn load(url: &str, limit: Duration) -> Result<(), VoiceError> {
    let failed = |detail: &str| VoiceError::new(ErrorKind::ScriptFailed, format!("{url}: {detail}"));
    let element = element(url).ok_or_else(|| failed("no document"))?;
    let (loaded, load) = oneshot::channel();
    let (broken, error) = oneshot::channel();
    let on_load = Closure::once(move || {
        let _ = loaded.send(());
    });
    let on_error = Closure::once(move || {
        let _ = broken.send(());
    });
    element.set_onload(Some(function(&on_load)));
    element.set_onerror(Some(function(&on_error)));
    let head = web_sys::window().and_then(|window| window.document()).and_then(|document| document.head());
    let inserted = head.is_some_and(|head| head.append_child(&element).is_ok());
    let outcome = if inserted {
        match within(limit, futures::future::select(load, error)).await {
            Some(futures::future::Either::Left(_)) => Ok(()),
            Some(futures::future::Either::Right(_)) => Err(failed("did not load")),
            None => Err(failed("took too long")),
        }
    } else {
        Err(failed("no head to put it in"))
    };
    element.set_onload(None);
    element.set_onerror(None);
    if outcome.is_err() {
        element.remove();
    }
    outcome
}

fn sdk() -> Option<JsValue> {
    let sdk = Reflect::get(&js_sys::global(), &"Twilio".into()).ok()?;
    sdk.is_object().then_some(sdk)
}

fn element(url: &str) -> Option<HtmlScriptElement> {
    let document = web_sys::window()?.document()?;
    let element: HtmlScriptElement = document.create_element("script").ok()?.dyn_into().ok()?;
    element.set_src(url);
    Some(element)
}

fn function(closure: &Closure<dyn FnMut()>) -> &Function {
    closure.as_ref().unchecked_ref()
}
