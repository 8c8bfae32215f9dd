//! The registry's XML, as far as it is known (docs/compliance/lists.md):
//!
//! ```xml
//! <list type='full' val='813'><ac val='813'><ph val='5550142'/></ac></list>
//! ```
//!
//! Change lists are not documented anywhere that was found: a `<ph>` may say its change and its day in any attribute.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader};

use super::field::{Field, entry, field};
use super::text::shape;
use super::{Fault, Found, Written, reading};
use crate::AreaCode;
use crate::import::{ImportKind, Reason};

mod bounded;

/// Reads a list in XML.
pub(super) fn read(
    text: impl BufRead,
    mut each: impl FnMut(u64, Found) -> Result<(), Reason>,
) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(bounded::Pieces::new(text));
    let mut buffer = Vec::new();
    let (mut depth, mut list) = (0_u32, false);
    let mut area = None;
    loop {
        buffer.clear();
        reader.get_mut().next();
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_ref().line();
        let event = event.map_err(|error| Fault::at(line, broken(&error)))?;
        let at = |reason| Fault::at(line, reason);
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name();
                match (name.as_ref(), depth) {
                    ("list", 0) if !list => {
                        list = true;
                        for found in list_says(tag).map_err(at)? {
                            each(line, found).map_err(at)?;
                        }
                    }
                    ("ac", 1) => {
                        let code = area_code(tag).map_err(at)?;
                        area = Some(code);
                        each(line, Found::Area(code)).map_err(at)?;
                    }
                    ("ph", 1 | 2) => each(line, Found::Entry(phone(tag, area).map_err(at)?)).map_err(at)?,
                    (other, _) => return Err(at(Reason::UnknownXml { what: shape(other.as_bytes()) })),
                }
                depth += u32::from(matches!(event, Event::Start(_)));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if tag.name().as_ref() == "ac" {
                    area = None;
                }
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Text(text) => return Err(at(Reason::UnknownXml { what: shape(text.trim().as_bytes()) })),
            Event::CData(_) | Event::GeneralRef(_) => {
                return Err(at(Reason::UnknownXml { what: "text".to_owned() }));
            }
            Event::Eof if depth == 0 && list => return Ok(()),
            Event::Eof => {
                return Err(at(Reason::Broken { detail: "it ends before the list does".to_owned() }));
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// What `<list>` says of itself: its kind, and its area code where `val` is one.
fn list_says(tag: &BytesStart<'_>) -> Result<Vec<Found>, Reason> {
    let mut says = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| Reason::Broken { detail: error.to_string() })?;
        match attribute.key.as_ref() {
            "type" => {
                let kind = attribute.value.to_ascii_lowercase();
                if kind.contains("full") {
                    says.push(Found::Kind(ImportKind::Full));
                } else if kind.contains("change") || kind.contains("delta") {
                    says.push(Found::Kind(ImportKind::Change));
                } else {
                    // Perhaps a list of deletions only: not to be guessed.
                    return Err(Reason::UnknownXml { what: format!("list type {}", shape(kind.as_bytes())) });
                }
            }
            "val" => says.extend(attribute.value.parse().ok().map(Found::Area)),
            _ => {}
        }
    }
    Ok(says)
}

fn area_code(tag: &BytesStart<'_>) -> Result<AreaCode, Reason> {
    let value = tag.try_get_attribute("val").ok().flatten();
    let code = value.as_ref().and_then(|value| value.value.parse().ok());
    code.ok_or_else(|| Reason::Garbled { shape: shape(tag.as_bytes()) })
}

fn phone(tag: &BytesStart<'_>, area: Option<AreaCode>) -> Result<super::Entry, Reason> {
    let garbled = || Reason::Garbled { shape: shape(tag.as_bytes()) };
    let mut fields = Vec::with_capacity(4);
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| Reason::Broken { detail: error.to_string() })?;
        fields.push(field(attribute.value.as_bytes()).ok_or_else(garbled)?);
    }
    // What stands around it counts only where it does not say more itself.
    let seven = fields.iter().any(|field| matches!(field, Field::Number(Written::Seven(_))));
    let own = fields.iter().any(|field| matches!(field, Field::Area(_)));
    if let Some(area) = area.filter(|_| seven && !own) {
        fields.push(Field::Area(u32::from(area.value())));
    }
    entry(fields.into_iter()).ok_or_else(garbled)
}

fn broken(error: &Error) -> Reason {
    match error {
        Error::Io(error) => reading(error),
        other => Reason::Broken { detail: other.to_string() },
    }
}
