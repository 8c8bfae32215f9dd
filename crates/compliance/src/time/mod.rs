//! Days, hours and holidays on the called party's clocks.

mod holidays;
mod next;
mod window;

pub use holidays::Calendar;
pub(crate) use next::{Ban, Hours};
pub(crate) use window::Side;
pub use window::{DayHours, Window, WindowError};
