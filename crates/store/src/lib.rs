//! The Store trait and its homes: the call record, audit log, outbox and suppression list.
