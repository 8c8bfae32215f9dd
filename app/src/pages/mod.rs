//! One page a file.
#![expect(unreachable_pub, reason = "the component macro writes its inner items as pub")]

mod leads;
mod not_found;
mod problem;
mod workspace;

pub(crate) use leads::LeadsPage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use workspace::WorkspacePage;
