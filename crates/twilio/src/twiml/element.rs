//! An XML element, escaped as it is written.

use std::fmt;

use quick_xml::escape::escape;

/// What stands between the tags.
#[derive(Debug, Clone)]
enum Content {
    Text(String),
    Child(Element),
}

/// An element with its attributes and content.
#[derive(Debug, Clone)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Content>,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), content: Vec::new() }
    }

    pub(super) fn attribute(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.content.push(Content::Text(text.chars().filter(|c| is_xml(*c)).collect()));
        self
    }

    pub(super) fn child(mut self, child: Self) -> Self {
        self.content.push(Content::Child(child));
        self
    }
}

/// XML 1.0 has no way to write the other characters, not even escaped.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.name)?;
        for (name, value) in &self.attributes {
            write!(f, r#" {name}="{}""#, escape(value.as_str()))?;
        }
        if self.content.is_empty() {
            return f.write_str("/>");
        }
        f.write_str(">")?;
        for content in &self.content {
            match content {
                Content::Text(text) => f.write_str(&escape(text.as_str()))?,
                Content::Child(child) => child.fmt(f)?,
            }
        }
        write!(f, "</{}>", self.name)
    }
}
