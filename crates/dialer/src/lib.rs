//! The use-cases: open a lead, place a call, connect the prospect, take a callback, submit a disposition, drain the outbox.
