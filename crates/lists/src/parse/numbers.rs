//! Lists of numbers: one a line, with or without a header; or XML.

use std::io::BufRead;

use super::columns::Columns;
use super::field::{entry, field, ten};
use super::header::Header;
use super::lines::each_line;
use super::sniff::{Looks, looks};
use super::text::shape;
use super::{Entry, Fault, Found, Written, xml};
use crate::area::value;
use crate::import::Reason;

/// Reads a list of numbers in whichever form it has, and gives what it finds with the line.
pub(crate) fn read_numbers(
    reader: &mut dyn BufRead,
    mut each: impl FnMut(u64, Found) -> Result<(), Reason>,
) -> Result<(), Fault> {
    match looks(reader)? {
        (Looks::Xml, text) => xml::read(text, each),
        (Looks::Lines, mut text) => {
            let mut form = Form::Unknown;
            each_line(&mut text, |number, line| {
                let entry = match (&form, quick(line)) {
                    // Under a header, columns are what it says.
                    (Form::Unknown | Form::Plain(_), Some(entry)) => {
                        form.plain();
                        Some(entry)
                    }
                    // Blank, or the sign that ends files of DOS.
                    _ if line.trim_ascii().is_empty() || line == [0x1a] => return Ok(()),
                    _ => form.entry(line)?,
                };
                entry.map_or(Ok(()), |entry| each(number, Found::Entry(entry)))
            })
        }
    }
}

/// The plain forms of almost every line: `8135550142` and `813,5550142`.
#[inline]
fn quick(line: &[u8]) -> Option<Entry> {
    let number = match line.len() {
        10 => ten(line)?,
        11 => {
            let (area, seven) = line.split_at_checked(3)?;
            Written::Ten { area: value(area)?, seven: value(seven.strip_prefix(b",")?)? }
        }
        _ => return None,
    };
    Some(Entry { number, action: None, when: None })
}

/// How the lines of a file are made.
enum Form {
    /// There was no line yet.
    Unknown,
    /// Every field is what it looks like. The columns are known at the first line that needs them.
    Plain(Option<Columns>),
    /// The first line says what they are.
    Named(Columns, Header),
}

impl Form {
    /// A plain line was seen: no header comes any more.
    fn plain(&mut self) {
        if matches!(self, Self::Unknown) {
            *self = Self::Plain(None);
        }
    }

    /// The number of a line; `None` for the header.
    fn entry(&mut self, line: &[u8]) -> Result<Option<Entry>, Reason> {
        if matches!(self, Self::Unknown) {
            let mut columns = Columns::like(line);
            let fields = columns.split(line).filter(|fields| Header::is_one(fields.clone()));
            *self = match fields.map(Header::new) {
                None => Self::Plain(Some(columns)),
                Some(None) => return Err(Reason::Header { wanted: "phone" }),
                Some(Some(header)) => {
                    *self = Self::Named(columns, header);
                    return Ok(None);
                }
            };
        }
        let entry = match self {
            Self::Unknown => None,
            Self::Named(columns, header) => columns.split(line).and_then(|fields| header.entry(fields)),
            Self::Plain(columns) => {
                let columns = columns.get_or_insert_with(|| Columns::like(line));
                let fields =
                    columns.split(line).and_then(|fields| fields.map(field).collect::<Option<Vec<_>>>());
                fields.and_then(|fields| entry(fields.into_iter()))
            }
        };
        entry.map(Some).ok_or_else(|| Reason::Garbled { shape: shape(line) })
    }
}
