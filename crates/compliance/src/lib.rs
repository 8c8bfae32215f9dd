//! Decides whether a call may be made now, and is the only maker of a Clearance: no IO, no async.
