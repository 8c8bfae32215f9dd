//! XML as a small tree: what the TwiML reader works on.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion, escape};

/// How deep elements may lie in each other; TwiML needs three. A tree of any depth could not even be dropped: each level
/// of it takes a part of the stack.
const DEEPEST: usize = 32;

/// One element, with its own text joined together.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

/// Why a document can't be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum XmlError {
    #[error("not well-formed: {0}")]
    Xml(#[from] quick_xml::Error),
    #[error("not well-formed: {0}")]
    Attribute(#[from] quick_xml::events::attributes::AttrError),
    #[error("an unknown entity")]
    Entity,
    #[error("a document type, which is not accepted")]
    DocType,
    #[error("elements within elements without end")]
    Depth,
    #[error("no single root element")]
    Root,
}

/// Reads a document and returns its root.
pub(super) fn read(document: &str) -> Result<Element, XmlError> {
    let mut reader = Reader::from_str(document.trim_start_matches('\u{feff}'));
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event()? {
            Event::Start(_) if open.len() > DEEPEST => return Err(XmlError::Depth),
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let child = element(&start)?;
                close(&mut open, child);
            }
            Event::End(_) => {
                if let Some(child) = open.pop() {
                    close(&mut open, child);
                }
            }
            Event::Text(text) => write(&mut open, &text.xml_content(XmlVersion::default())),
            Event::CData(data) => write(&mut open, &data.xml_content(XmlVersion::default())),
            Event::GeneralRef(reference) => write(&mut open, &resolve(&reference)?),
            Event::DocType(_) => return Err(XmlError::DocType),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    let top = (open.len() == 1).then(|| open.pop()).flatten().ok_or(XmlError::Root)?;
    let mut roots = top.children.into_iter();
    match (roots.next(), roots.next(), top.text.trim().is_empty()) {
        (Some(root), None, true) => Ok(root),
        _ => Err(XmlError::Root),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, XmlError> {
    let attributes = start
        .attributes()
        .map(|attribute| {
            let attribute = attribute?;
            let value = attribute.normalized_value(XmlVersion::default())?;
            Ok((attribute.key.as_ref().to_owned(), value.into_owned()))
        })
        .collect::<Result<_, XmlError>>()?;
    Ok(Element { name: start.name().as_ref().to_owned(), attributes, ..Element::default() })
}

fn close(open: &mut [Element], child: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn write(open: &mut [Element], text: &str) {
    if let Some(parent) = open.last_mut() {
        parent.text.push_str(text);
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, XmlError> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(character.to_string());
    }
    let name = reference.xml_content(XmlVersion::default());
    escape::resolve_predefined_entity(&name).map(str::to_owned).ok_or(XmlError::Entity)
}
