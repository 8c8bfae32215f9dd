//! That the agent is there. A call asks nothing of the server, so to a short idle time it would look like absence: the session
//! would end in the middle of it, and *Objected* and *Hang up* would be refused while a recording runs.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::mode::agent_id;
use crate::phone::Phone;
use crate::server_fns::in_call;
use crate::session::Session;

/// Twice within the shortest idle time, so that one of them may be lost.
const EVERY: Duration = Duration::from_mins(2);

/// Tells the server while this tab has the sound of a call, and no longer.
pub(super) fn tell(phone: Phone, session: Session) {
    // Its id alone: the rest of it changes every second, and would begin the two minutes anew.
    let call = Memo::new(move |_| phone.call.with(|live| live.as_ref().map(|live| live.call_id.clone())));
    Effect::new(move |_| {
        let Some(id) = call.get() else { return };
        let say = move || {
            let said = in_call(id.clone(), agent_id());
            spawn_local(async move {
                // A session that is over is shown; of a call that is over, the event stream tells.
                let _ = session.heed(said.await);
            });
        };
        let timer = set_interval_with_handle(say, EVERY).ok();
        on_cleanup(move || {
            if let Some(timer) = timer {
                timer.clear();
            }
        });
    });
}
