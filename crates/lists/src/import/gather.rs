//! The numbers of all files of an import, checked one by one, in memory.

use std::collections::BTreeSet;
use std::io::BufRead;

use jiff::civil::{Date, DateTime};

use super::{ImportKind, ImportOptions, Reason};
use crate::AreaCode;
use crate::area::{AREA_CODES, Place, index_of};
use crate::parse::{Action, Entry, Fault, Found, Written, read_numbers};
use crate::set::Bitmap;

/// The most changes of one import: 20 million take half a gigabyte. The registry gains 5 million a year.
const MOST_CHANGES: usize = 20_000_000;

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) place: Place,
    pub(super) when: Option<DateTime>,
    pub(super) action: Action,
}

/// What the files hold.
pub(super) struct Gather {
    /// Known from the operator, or from the first number.
    pub(super) kind: Option<ImportKind>,
    said: Option<ImportKind>,
    given: BTreeSet<AreaCode>,
    today: Date,
    /// Of full lists, by [`AreaCode::slot`].
    pub(super) areas: Vec<Option<Bitmap>>,
    /// Of change lists, in the order of the files.
    pub(super) changes: Vec<Change>,
    /// The area codes that names, files or the operator say.
    pub(super) declared: BTreeSet<AreaCode>,
    pub(super) counts: Counts,
    // Of the text that is being read.
    expected: Option<AreaCode>,
    here: Counts,
    first_impossible: u64,
}

/// What was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Numbers, with those below.
    pub(super) lines: u64,
    /// That were there before.
    pub(super) duplicates: u64,
    /// That no phone can have.
    pub(super) impossible: u64,
}

impl Gather {
    pub(super) fn new(options: &ImportOptions) -> Self {
        let given: BTreeSet<_> = options.area_codes.iter().copied().collect();
        Self {
            kind: options.kind,
            said: options.kind,
            today: options.today(),
            areas: std::iter::repeat_with(|| None).take(AREA_CODES).collect(),
            changes: Vec::new(),
            declared: given.clone(),
            given,
            counts: Counts::default(),
            expected: None,
            here: Counts::default(),
            first_impossible: 0,
        }
    }

    /// Reads one text, whose name says the area code or not.
    pub(super) fn read(&mut self, named: Option<AreaCode>, text: &mut dyn BufRead) -> Result<(), Fault> {
        self.expected = named;
        self.here = Counts::default();
        read_numbers(text, |line, found| match found {
            Found::Entry(entry) => self.entry(line, entry),
            Found::Kind(kind) => self.is(kind),
            Found::Area(code) => self.area(code),
        })?;
        self.end().map_err(Fault::whole)
    }

    fn end(&mut self) -> Result<(), Reason> {
        let Counts { lines, impossible: count, duplicates } = self.here;
        // In a change list nothing may have changed; but somebody must have said where.
        let nothing_changed =
            self.kind == Some(ImportKind::Change) && (self.expected.is_some() || !self.declared.is_empty());
        if lines == count && !nothing_changed {
            return Err(Reason::Empty);
        }
        // One in a thousand is the registry's own dirt; more is a file that is read wrongly.
        if count * 1000 > lines {
            return Err(Reason::Impossible { count, lines, first: self.first_impossible });
        }
        self.counts.lines += lines;
        self.counts.impossible += count;
        self.counts.duplicates += duplicates;
        self.declared.extend(self.expected);
        Ok(())
    }

    fn is(&mut self, kind: ImportKind) -> Result<(), Reason> {
        match (self.kind, self.said) {
            (None, _) => self.kind = Some(kind),
            (Some(known), _) if known == kind => {}
            (_, Some(said)) => return Err(Reason::OtherKind { said, found: kind }),
            (Some(_), None) => return Err(Reason::Mixed),
        }
        Ok(())
    }

    /// A text says its area code. There may be several in a text, unless its name says one.
    fn area(&mut self, found: AreaCode) -> Result<(), Reason> {
        self.fits(found)?;
        self.declared.insert(found);
        Ok(())
    }

    fn fits(&self, found: AreaCode) -> Result<(), Reason> {
        match self.expected {
            Some(expected) if expected != found => return Err(Reason::OtherAreaCode { found, expected }),
            _ => {}
        }
        if !self.given.is_empty() && !self.given.contains(&found) {
            return Err(Reason::NotGiven { found });
        }
        Ok(())
    }

    fn entry(&mut self, line: u64, entry: Entry) -> Result<(), Reason> {
        self.is(if entry.action.is_some() { ImportKind::Change } else { ImportKind::Full })?;
        let (area, seven) = match entry.number {
            Written::Ten { area, seven } => (AreaCode::new(area), seven),
            Written::Seven(seven) => (Some(self.only_area()?), seven),
        };
        if let Some(area) = area {
            self.fits(area)?;
        }
        self.here.lines += 1;
        let Some((area, index)) = area.zip(index_of(seven)) else {
            if self.here.impossible == 0 {
                self.first_impossible = line;
            }
            self.here.impossible += 1;
            return Ok(());
        };
        match entry.action {
            None => self.number(area, index),
            Some(action) => {
                return self.change(Change { place: Place { area, index }, when: entry.when, action });
            }
        }
        Ok(())
    }

    fn only_area(&self) -> Result<AreaCode, Reason> {
        let mut given = self.given.iter().copied();
        self.expected.or(given.next().filter(|_| given.next().is_none())).ok_or(Reason::NoAreaCode)
    }

    fn number(&mut self, area: AreaCode, index: u32) {
        if let Some(place) = self.areas.get_mut(area.slot()) {
            let new = place.get_or_insert_with(Bitmap::new).insert(index);
            self.here.duplicates += u64::from(!new);
        }
    }

    fn change(&mut self, change: Change) -> Result<(), Reason> {
        if let Some(date) = change.when.map(DateTime::date)
            && date > self.today
        {
            return Err(Reason::Future { date });
        }
        if self.changes.last().is_some_and(|last| last.when.is_some() != change.when.is_some()) {
            return Err(Reason::MixedDates);
        }
        if self.changes.len() == MOST_CHANGES {
            return Err(Reason::TooManyChanges { limit: MOST_CHANGES });
        }
        self.changes.push(change);
        Ok(())
    }
}
