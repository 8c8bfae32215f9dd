//! The Leptos user interface: pages, components, server functions.
