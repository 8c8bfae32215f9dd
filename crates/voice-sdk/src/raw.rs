//! The SDK's JavaScript surface, as it is. Only what the product uses; see the SDK's own type declarations for the rest.

use js_sys::{Function, Map, Promise};
use wasm_bindgen::prelude::*;
use web_sys::MediaStream;

#[wasm_bindgen]
extern "C" {
    /// Node's `EventEmitter`, which devices, calls and audio helpers are.
    #[derive(Clone)]
    pub(crate) type Emitter;
    #[wasm_bindgen(method)]
    pub(crate) fn on(this: &Emitter, event: &str, listener: &Function);
    #[wasm_bindgen(method, js_name = removeListener)]
    pub(crate) fn remove_listener(this: &Emitter, event: &str, listener: &Function);

    #[derive(Clone)]
    #[wasm_bindgen(extends = Emitter, js_namespace = Twilio)]
    pub(crate) type Device;
    #[wasm_bindgen(constructor, catch, js_namespace = Twilio)]
    pub(crate) fn new(token: &str, options: &JsValue) -> Result<Device, JsValue>;
    #[wasm_bindgen(method)]
    pub(crate) fn register(this: &Device) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn destroy(this: &Device);
    #[wasm_bindgen(method, catch, js_name = updateToken)]
    pub(crate) fn update_token(this: &Device, token: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn state(this: &Device) -> String;
    #[wasm_bindgen(method, getter, js_name = isBusy)]
    pub(crate) fn is_busy(this: &Device) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn identity(this: &Device) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn audio(this: &Device) -> Option<AudioHelper>;

    #[derive(Clone)]
    #[wasm_bindgen(extends = Emitter)]
    pub(crate) type Call;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn parameters(this: &Call) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = customParameters)]
    pub(crate) fn custom_parameters(this: &Call) -> Map;
    #[wasm_bindgen(method)]
    pub(crate) fn status(this: &Call) -> String;
    #[wasm_bindgen(method)]
    pub(crate) fn accept(this: &Call);
    #[wasm_bindgen(method)]
    pub(crate) fn reject(this: &Call);
    #[wasm_bindgen(method)]
    pub(crate) fn ignore(this: &Call);
    #[wasm_bindgen(method)]
    pub(crate) fn disconnect(this: &Call);
    #[wasm_bindgen(method)]
    pub(crate) fn mute(this: &Call, muted: bool);
    #[wasm_bindgen(method, js_name = isMuted)]
    pub(crate) fn is_muted(this: &Call) -> bool;
    #[wasm_bindgen(method, catch, js_name = sendDigits)]
    pub(crate) fn send_digits(this: &Call, digits: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = getLocalStream)]
    pub(crate) fn local_stream(this: &Call) -> Option<MediaStream>;
    #[wasm_bindgen(method, js_name = getRemoteStream)]
    pub(crate) fn remote_stream(this: &Call) -> Option<MediaStream>;

    #[derive(Clone)]
    #[wasm_bindgen(extends = Emitter)]
    pub(crate) type AudioHelper;
    #[wasm_bindgen(method)]
    pub(crate) fn incoming(this: &AudioHelper, enabled: bool) -> bool;
    #[wasm_bindgen(method)]
    pub(crate) fn outgoing(this: &AudioHelper, enabled: bool) -> bool;
    #[wasm_bindgen(method, getter, js_name = availableInputDevices)]
    pub(crate) fn inputs(this: &AudioHelper) -> Map;
    #[wasm_bindgen(method, getter, js_name = availableOutputDevices)]
    pub(crate) fn outputs(this: &AudioHelper) -> Map;
    #[wasm_bindgen(method, getter, js_name = isOutputSelectionSupported)]
    pub(crate) fn can_choose_output(this: &AudioHelper) -> bool;
    #[wasm_bindgen(method, getter, js_name = speakerDevices)]
    pub(crate) fn speakers(this: &AudioHelper) -> OutputDevices;
    #[wasm_bindgen(method, js_name = setInputDevice)]
    pub(crate) fn set_input(this: &AudioHelper, id: &str) -> Promise;
    #[wasm_bindgen(method, js_name = unsetInputDevice)]
    pub(crate) fn unset_input(this: &AudioHelper) -> Promise;

    pub(crate) type OutputDevices;
    #[wasm_bindgen(method)]
    pub(crate) fn set(this: &OutputDevices, id: &str) -> Promise;
}
