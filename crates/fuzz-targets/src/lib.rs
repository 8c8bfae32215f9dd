//! What the fuzzer runs: for each parser of outside input one function of bytes, which calls the reader that the
//! product uses and asserts what must hold of any answer.
//!
//! `fuzz/` wraps each function for libFuzzer; the test `corpus` runs all of them over `fuzz/corpus` without one, so that
//! what was found once is looked at by every `cargo test`. To add a target: a function here, its line in [`TARGETS`], a
//! file in `fuzz/src/bin` and a seed in `fuzz/corpus`. The test says which of them is missing.

// To panic is how a target tells that something does not hold.
#![allow(clippy::missing_panics_doc)]

pub mod browser;
pub mod carrier;
pub mod compliance_rules;
pub mod crm;
pub mod form;
pub mod list;
pub mod record;
pub mod request;
pub mod text;
pub mod token;

/// A target: the name of its file and of its corpus, and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("address", list::address),
    ("audit_row", record::audit_row),
    ("browser_view", browser::view),
    ("callback", carrier::callback),
    ("click_token", token::click),
    ("csp_report", request::csp_report),
    ("dial_key", token::dial),
    ("drill_form", form::drill),
    ("e164", text::e164),
    ("evidence_pack", record::evidence_pack),
    ("forwarded_for", request::forwarded_for),
    ("hook_form", form::hook),
    ("hook_key", token::hook),
    ("http_date", request::http_date),
    ("id", text::id),
    ("item", crm::item),
    ("lead_link", crm::lead_link),
    ("list_archive", list::archive),
    ("list_of_addresses", list::of_addresses),
    ("list_of_numbers", list::of_numbers),
    ("media_redirect", carrier::media_redirect),
    ("money", text::money),
    ("next", token::next),
    ("notes", text::notes),
    ("opt_out_form", form::opt_out),
    ("org_settings", compliance_rules::org_settings),
    ("podio_app", crm::app),
    ("podio_failure", crm::failure),
    ("podio_hooks", crm::hooks),
    ("podio_identity", crm::identity),
    ("podio_limits", crm::limits),
    ("podio_links", crm::links),
    ("podio_token", crm::token),
    ("range", request::range),
    ("recording_link", token::recording),
    ("resource", carrier::resource),
    ("rule_pack", compliance_rules::rule_pack),
    ("same_origin", request::same_origin),
    ("session_cookie", token::session),
    ("sign_in_code", token::sign_in_code),
    ("signalling", carrier::signalling),
    ("signature", carrier::signature),
    ("submission", form::submission),
    ("twilio_failure", carrier::failure),
    ("twiml", carrier::twiml),
    ("typed", form::typed),
    ("what_if", compliance_rules::what_if),
];

/// Parts of one input, cut at a byte that no text of ours holds; at least `N` of them, empty ones at the end.
pub(crate) fn parts<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut rest = data.splitn(N, |byte| *byte == 0);
    std::array::from_fn(|_| rest.next().unwrap_or_default())
}

/// The input as text; nothing where it is none.
pub(crate) fn utf8(data: &[u8]) -> &str {
    std::str::from_utf8(data).unwrap_or_default()
}

/// Whether a text holds what could be somebody's number: seven digits in a row.
pub(crate) fn holds_number(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 7)
}
