//! Who has an account at this Podio.

/// Somebody who can sign in on the sandbox's Podio page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoUser {
    /// Podio's id of the account.
    pub user_id: u64,
    /// The id of the profile that goes with it.
    pub profile_id: u64,
    /// As people call them.
    pub name: &'static str,
    /// The account's mail address.
    pub mail: &'static str,
    /// What they are to the three apps.
    pub standing: Standing,
}

/// What a user is to the apps of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Works with their items.
    Member,
    /// May change the apps themselves.
    Administrator,
    /// Cannot see them.
    Outsider,
}

/// Everybody. The first is the account of the password grant, too.
pub const DEMO_USERS: [DemoUser; 4] = [
    DemoUser {
        user_id: 7_184_236,
        profile_id: 243_915_507,
        name: "Maya Ortiz",
        mail: "maya@sandbox.example",
        standing: Standing::Member,
    },
    DemoUser {
        user_id: 7_184_251,
        profile_id: 243_915_522,
        name: "Sam Reyes",
        mail: "sam@sandbox.example",
        standing: Standing::Member,
    },
    DemoUser {
        user_id: 7_183_904,
        profile_id: 243_914_880,
        name: "Dana Cole",
        mail: "dana@sandbox.example",
        standing: Standing::Administrator,
    },
    DemoUser {
        user_id: 7_302_118,
        profile_id: 244_710_093,
        name: "Robin Vale",
        mail: "robin@sandbox.example",
        standing: Standing::Outsider,
    },
];

/// The user with this id.
pub(super) fn user(user_id: u64) -> Option<&'static DemoUser> {
    DEMO_USERS.iter().find(|user| user.user_id == user_id)
}

impl DemoUser {
    /// In a few words, for whoever picks one.
    pub(super) fn in_words(&self) -> &'static str {
        match self.standing {
            Standing::Member => "works with the leads",
            Standing::Administrator => "administers the apps",
            Standing::Outsider => "cannot see the leads",
        }
    }
}
