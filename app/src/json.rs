//! JSON, read in one way only. `serde_json` reads text and bytes by two copies of all its code and of every type's; the wasm
//! holds the one that the server functions need, for bytes.

use leptos::prelude::Resource;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Error;

/// Reads a value.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_slice(text.as_bytes())
}

/// How a resource's value goes from the server to the browser, inside the page.
pub(crate) struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Error> {
        read(text)
    }
}

/// A resource: Leptos's `Resource::new`, with its value as [`Json`].
pub(crate) fn resource<Key, T, Answer>(
    key: impl Fn() -> Key + Send + Sync + 'static,
    fetch: impl Fn(Key) -> Answer + Send + Sync + 'static,
) -> Resource<T, Json>
where
    Key: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Answer: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(key, fetch, false)
}
