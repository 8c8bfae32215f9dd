//! The document that people read: one file of HTML, without script, that prints.

mod calls;
mod decision;
mod markup;
mod overview;
mod proof;
mod timeline;
mod words;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::Sealed;
use markup::Markup;

/// Where the pack itself is, beside this document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attachment {
    /// In a file next to it, of the same name with `.json`.
    File,
    /// In the document: a link saves it.
    Inline,
}

const HEAD: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
    <meta name=\"color-scheme\" content=\"light dark\">\
    <meta name=\"referrer\" content=\"no-referrer\"><meta http-equiv=\"Content-Security-Policy\" content=\"";

const STYLE: &str = include_str!("style.css");

/// The hash of the document's only style, as a security policy names it: `sha256-…`.
pub fn style_hash() -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(STYLE)))
}

/// The document of a pack.
pub fn render(sealed: &Sealed, attachment: Attachment) -> String {
    let pack = sealed.pack();
    let mut page = Markup::default();
    // The policy stands in the document too: a file that was saved comes without headers.
    let style = style_hash();
    page.raw(HEAD)
        .text(format!("default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'"));
    page.raw("\"><title>").text(format!("Evidence pack for {}", pack.number.national()));
    page.raw("</title><style>").raw(STYLE).raw("</style></head><body><main>");
    overview::write(&mut page, sealed);
    calls::write(&mut page, pack);
    timeline::write(&mut page, pack);
    proof::write(&mut page, sealed, attachment);
    page.raw("</main></body></html>\n");
    page.finish()
}
