//! Lists of addresses: one a line, or a column of CSV with a header.

use std::io::BufRead;

use super::Fault;
use super::columns::Columns;
use super::lines::each_line;
use super::sniff::{Looks, looks};
use super::text::shape;
use crate::address::normalise_address;
use crate::import::Reason;

/// The longest address in its normal form, bytes.
const LONGEST: usize = 200;

/// Reads a list of addresses, and gives each in its normal form with the line.
pub(crate) fn read_addresses(
    reader: &mut dyn BufRead,
    mut each: impl FnMut(u64, String) -> Result<(), Reason>,
) -> Result<(), Fault> {
    let (looks, mut text) = looks(reader)?;
    if looks == Looks::Xml {
        return Err(Fault::whole(Reason::NotText { what: "XML or a web page" }));
    }
    // The columns, and which of them is the address.
    let mut header: Option<(Columns, usize)> = None;
    let mut first = true;
    each_line(&mut text, |number, line| {
        if line.trim_ascii().is_empty() || line == [0x1a] {
            return Ok(());
        }
        if std::mem::take(&mut first) {
            header = address_column(line)?;
            if header.is_some() {
                return Ok(());
            }
        }
        let field = match &mut header {
            Some((columns, place)) => columns.split(line).and_then(|mut fields| fields.nth(*place)),
            None => Some(line),
        };
        let text = field.map(String::from_utf8_lossy);
        let address = text.and_then(|text| normalise_address(&text)).filter(|it| it.len() <= LONGEST);
        each(number, address.ok_or_else(|| Reason::Garbled { shape: shape(line) })?)
    })
}

/// Which column is the address, where a first line is a header: no house number in it, and the word.
fn address_column(line: &[u8]) -> Result<Option<(Columns, usize)>, Reason> {
    let text = String::from_utf8_lossy(line).to_ascii_lowercase();
    if normalise_address(&text).is_some() || !text.contains("address") {
        return Ok(None);
    }
    let mut columns = Columns::like(line);
    let named = columns.split(line).map(|fields| {
        let fields = fields.map(|name| String::from_utf8_lossy(name).to_ascii_lowercase());
        // A mailing address is where the owner is, not the property.
        let ours = fields.map(|name| {
            name.contains("address") && !["mail", "email", "owner"].iter().any(|word| name.contains(word))
        });
        ours.zip(0..).filter_map(|(ours, place)| ours.then_some(place)).collect::<Vec<usize>>()
    });
    match named.as_deref() {
        Some([place]) => Ok(Some((columns, *place))),
        _ => Err(Reason::Header { wanted: "address" }),
    }
}
