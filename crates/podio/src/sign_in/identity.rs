//! Who signed in.

/// What Podio lets a person do with the Master Lead app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeadAccess {
    /// They cannot see it.
    None,
    /// They see it, and work with its leads.
    Worker,
    /// They may change the app itself.
    Administrator,
}

/// A person with a Podio account, as Podio has just told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Podio's id of the account, which stays the same for good.
    pub user_id: u64,
    /// As people call them; the mail address where the account has no name.
    pub name: String,
    /// The account's mail address, in small letters.
    pub mail: String,
    /// What they may do with the leads.
    pub access: LeadAccess,
}
