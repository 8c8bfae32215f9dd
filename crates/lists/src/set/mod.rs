//! The numbers of one area code, exactly: never a filter that is sometimes wrong.

mod area_set;
mod bitmap;

pub(crate) use area_set::{AreaSet, Shape};
pub(crate) use bitmap::Bitmap;
