//! View models: what a screen shows, in words and ready to print. The server makes them from the records; the
//! browser only reads them, so it needs neither time zones nor the rules behind the words.

mod agent;
mod call;
mod crm;
mod gate;
mod lead;
mod lead_row;
mod local_time;
mod notice;
mod phone;
mod recording;
mod workspace;

#[cfg(feature = "ssr")]
mod sentence;
#[cfg(feature = "ssr")]
mod zone;

pub use agent::AgentView;
pub use call::{CallView, Phase};
pub use crm::{CrmView, WrapUpView};
pub use gate::GateView;
pub use lead::{FactView, LeadView};
pub use lead_row::LeadRowView;
pub use local_time::LocalTime;
pub use notice::{NOTICE, NoticeView};
pub use phone::PhoneView;
#[cfg(feature = "ssr")]
pub use recording::RecordingLink;
pub use recording::RecordingView;
pub use workspace::{DispositionChoice, LeadQuery, LinkedClickView, WorkspaceView};
#[cfg(feature = "ssr")]
pub use zone::AgentZone;

/// Seconds as a clock shows them: `03:12`, `1:02:07`.
pub fn clock(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
