//! Everything that is on record about one phone number: calls, decisions, refusals, consents, opt-outs, and who did what.
//!
//! [`make`] gathers a [`Pack`] from the store, seals it with a digest and puts that on the audit log. [`verify`] checks a
//! pack's file without a store, [`verify_against`] also that the store says the same. [`render`] makes the document that
//! people read. A pack shows what was recorded. It does not say that a call was lawful.

mod basis;
mod call;
mod canonical;
mod decision;
mod error;
mod gather;
mod html;
mod make;
mod pack;
mod row;
mod sealed;
mod summary;
mod verify;

pub use basis::{ListUse, RulesUse};
pub use call::{Call, Event};
pub use error::Error;
pub use gather::gather;
pub use html::{Attachment, render, style_hash};
pub use make::{GATHERED, file_stem, make};
pub use pack::{ChainHead, FORMAT, MadeBy, OnList, Pack, Via};
pub use row::{Row, Says};
pub use sealed::Sealed;
pub use summary::{Mention, Person, RecordingLine, Summary};
pub use verify::{Broken, Place, Report, verify, verify_against};
