//! What the browser reads: pictures of calls, phones and leads, and problems.

use app::Problem;
use app::view::{CallView, PhoneView, WorkspaceView, clock};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// JSON of a page, of a stream or of an answer: what is read is written the same.
pub fn view(data: &[u8]) {
    same::<Vec<PhoneView>>(data);
    same::<WorkspaceView>(data);
    same::<Problem>(data);
    if let Some(call) = same::<CallView>(data) {
        let _ = (call.is_over(), call.blocks(), call.state_code());
        let _ = clock(call.talking_ms().unwrap_or_default());
    }
}

fn same<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(data: &[u8]) -> Option<T> {
    let read: T = serde_json::from_slice(data).ok()?;
    let written = serde_json::to_vec(&read).unwrap_or_default();
    assert_eq!(serde_json::from_slice::<T>(&written).ok().as_ref(), Some(&read));
    Some(read)
}
