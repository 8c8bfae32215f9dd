//! News of calls: told at once to those who watch in this process, and by a listener to those in other processes.

mod listener;
pub(super) mod live;
pub(super) mod news;

pub(super) use listener::Listener;
