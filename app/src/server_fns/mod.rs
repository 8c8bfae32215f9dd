//! What the browser asks of the server: POST with JSON, one function a file. Each reads its input, asks the
//! dialer, and answers with a view; nothing is decided here.
#![cfg_attr(
    feature = "ssr",
    expect(unreachable_pub, reason = "the server macro writes its inner items as pub")
)]

mod answer_notice;
mod call_view;
mod click;
mod current_call;
mod dial;
mod hang_up;
mod in_call;
mod leads;
mod open_lead;
mod submit_call_data;
mod token;
mod whoami;

pub use answer_notice::answer_notice;
pub use call_view::call_view;
pub use click::click;
pub use current_call::current_call;
pub use dial::dial;
pub use hang_up::hang_up;
pub use in_call::in_call;
pub use leads::leads;
pub use open_lead::open_lead;
pub use submit_call_data::submit_call_data;
pub use token::token;
pub use whoami::whoami;

#[cfg(feature = "ssr")]
mod context;
