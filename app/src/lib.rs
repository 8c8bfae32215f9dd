//! The Leptos user interface: pages, components, server functions.
//!
//! With the feature `ssr` it renders pages and answers server functions; with `hydrate` it runs in the browser.

mod browser;
mod components;
mod draft;
mod erased;
mod human;
mod json;
mod keyboard;
mod live;
mod mode;
#[cfg(feature = "ssr")]
mod navigation;
mod pages;
pub mod phone;
pub mod problem;
mod root;
pub mod server_fns;
mod session;
#[cfg(feature = "ssr")]
mod shell;
pub mod view;

pub use mode::Mode;
pub use problem::Problem;
pub use root::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
