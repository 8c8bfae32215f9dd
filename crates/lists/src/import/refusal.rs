//! Why an import is refused, as sentences that say what to do.

use std::fmt;

use jiff::civil::Date;

use super::ImportKind;
use crate::AreaCode;

/// An import that was refused. Nothing was changed: the list is what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file, and after a colon the member where it is an archive. `None` where it is of no one file.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<u64>,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing was imported: ")?;
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
            if let Some(line) = self.line {
                write!(f, ", line {line}")?;
            }
            f.write_str(" ")?;
        }
        write!(f, "{}", self.reason)
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// Of no one file.
    pub(crate) const fn general(reason: Reason) -> Self {
        Self { file: None, line: None, reason }
    }

    /// Of a file as a whole.
    pub(crate) fn of_file(file: &str, reason: Reason) -> Self {
        Self { file: Some(file.to_owned()), line: None, reason }
    }
}

/// Why an import is refused. Each reads on after the file and the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No file at all.
    #[error("there is no file to import in what was named: name the files as they were downloaded")]
    NoFiles,
    /// A line that cannot be read. The shape has `#` for each digit, so that it names nobody.
    #[error("is neither a number nor a change ({shape}): download the file again, or take the line out")]
    Garbled {
        /// The line with its digits hidden.
        shape: String,
    },
    /// Longer than any line of a list.
    #[error("is longer than {limit} bytes: this is no list of one number a line")]
    LongLine {
        /// The longest that is read, bytes.
        limit: usize,
    },
    /// No number in it.
    #[error("holds no number: download it again, or leave it out")]
    Empty,
    /// Seven digits, and nothing says of which area code.
    #[error(
        "has seven digits, and nothing says the area code: name the file by it (813.txt), or give that one area code"
    )]
    NoAreaCode,
    /// A number of another area code than the file's.
    #[error(
        "is of area code {found}, but the file is of {expected}: download it again, or rename it if its name is wrong"
    )]
    OtherAreaCode {
        /// Of the line.
        found: AreaCode,
        /// Of the file.
        expected: AreaCode,
    },
    /// A number of an area code that the operator did not name.
    #[error("is of area code {found}, which is not among the area codes that were given for this import")]
    NotGiven {
        /// Of the line.
        found: AreaCode,
    },
    /// An area code that the operator named has no number.
    #[error(
        "area code {area} was given for this import, but no file holds a number of it: the download is not whole"
    )]
    Missing {
        /// The area code.
        area: AreaCode,
    },
    /// Plain numbers and changes together.
    #[error("mixes plain numbers with changes (add, delete): import full lists and change lists apart")]
    Mixed,
    /// Changes with dates and without.
    #[error("mixes changes with a date and changes without one: their order is not known")]
    MixedDates,
    /// Not what the operator said it is.
    #[error("is a {found}, but was said to be a {said}")]
    OtherKind {
        /// What the operator said.
        said: ImportKind,
        /// What the file is.
        found: ImportKind,
    },
    /// Changes to a list that is not there.
    #[error("changes {what}, of which there is no full list: import the full list first")]
    NothingToChange {
        /// The list or the area code.
        what: String,
    },
    /// The old list that the changes belong to cannot be read.
    #[error("changes {what}, whose file is damaged: import the full list again")]
    DamagedBase {
        /// The list or the area code.
        what: String,
    },
    /// A list of addresses has no change lists.
    #[error("is a change list, and this list has none: import it as a whole")]
    FullOnly,
    /// Fewer numbers than a whole list can have.
    #[error(
        "{what} has {after} now and had {before}: more than a tenth smaller, so the download is likely cut off. Get it \
         again; if it is right, import it once more with the leave to be smaller"
    )]
    Smaller {
        /// The list or the area code.
        what: String,
        /// Before.
        before: u64,
        /// Now.
        after: u64,
    },
    /// An older issue than the one that is there.
    #[error(
        "{what} is here as of {have}, and these files are of {offered}: the newer stays. To go back on purpose, import \
         with the leave to be older"
    )]
    Older {
        /// The list or the area code.
        what: String,
        /// The day of what is there.
        have: Date,
        /// The day of the files.
        offered: Date,
    },
    /// A date that has not come.
    #[error("has the date {date}, which is still to come: correct the date")]
    Future {
        /// The date.
        date: Date,
    },
    /// Nothing says when the list was downloaded.
    #[error("nothing says on which day the list was downloaded: give the day (accessed on)")]
    NoAccessDate,
    /// Too many numbers that no phone has.
    #[error(
        "{count} of {lines} lines are numbers that no phone can have (the first is line {first}): the columns are \
         likely shifted; download the file again"
    )]
    Impossible {
        /// How many.
        count: u64,
        /// Of how many.
        lines: u64,
        /// The first of them.
        first: u64,
    },
    /// More changes than are held in memory at once.
    #[error("holds more than {limit} changes: import the full list instead")]
    TooManyChanges {
        /// The limit.
        limit: usize,
    },
    /// More addresses than a city has.
    #[error("holds more than {limit} addresses: this is no list of one city")]
    TooManyAddresses {
        /// The limit.
        limit: usize,
    },
    /// Larger than a list can be.
    #[error("unpacks to more than {limit} bytes: this is no list")]
    TooBig {
        /// The limit, bytes.
        limit: u64,
    },
    /// A file that unpacks to absurdly more than it is.
    #[error("unpacks to more than {times} times its size: this is no list, but made to fill a disk")]
    Bomb {
        /// The limit.
        times: u64,
    },
    /// Too many files.
    #[error("holds more than {limit} files: import fewer at once")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// An archive that is damaged, or does tricks.
    #[error("cannot be read to its end ({detail}): it is damaged or was cut off; download it again")]
    Broken {
        /// What is wrong.
        detail: String,
    },
    /// A zip with a password.
    #[error("is locked with a password: unpack it and import what is in it")]
    Encrypted,
    /// An archive in an archive.
    #[error("is an archive within an archive: unpack the outer one first")]
    Nested,
    /// Something else than a list.
    #[error("is {what}: save it as text or CSV in UTF-8, and import that")]
    NotText {
        /// What it is.
        what: &'static str,
    },
    /// An element that no list has.
    #[error("has an XML element or text that no list has ({what}): is it another kind of file?")]
    UnknownXml {
        /// What.
        what: String,
    },
    /// A header that does not say where the numbers are.
    #[error(
        "has a header that does not name exactly one column for the {wanted}: name it {wanted}, and no other alike"
    )]
    Header {
        /// `phone` or `address`.
        wanted: &'static str,
    },
}
