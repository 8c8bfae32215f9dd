//! Identifiers. Each has one parser, so an id of one kind never stands where another belongs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A string is not an identifier of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}")]
pub struct IdError {
    kind: &'static str,
}

impl IdError {
    pub(crate) const fn of(kind: &'static str) -> Self {
        Self { kind }
    }
}

/// Our own id of a call. It is made before Twilio is asked, and is the key of the call record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(Uuid);

impl CallId {
    /// No call: what a question about a call names that does not exist yet.
    pub const fn none() -> Self {
        Self(Uuid::nil())
    }

    /// Wraps a fresh UUID. The server makes version 7, so that ids sort by time.
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The id in sixteen bytes: what is signed keeps it so.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.into_bytes()
    }

    /// The id of sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for CallId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        // One spelling only: the id is part of keys and of signed URLs.
        (text.len() == 36)
            .then(|| Uuid::try_parse(text).ok())
            .flatten()
            .map(Self)
            .ok_or(IdError { kind: "call id" })
    }
}

/// The id of a Podio item, unique over all of Podio. Podio's ids exceed 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(pub u64);

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ItemId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = IdError { kind: "Podio item id" };
        if text.is_empty() || text.len() > 19 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error);
        }
        text.parse().ok().filter(|id| *id > 0).map(Self).ok_or(error)
    }
}

/// Two letters and 32 hexadecimal digits: the shape of every Twilio SID.
fn is_sid(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|hex| hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

macro_rules! sid {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The SID as Twilio writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                if is_sid(text, $prefix) { Ok(Self(text.to_owned())) } else { Err(IdError { kind: $kind }) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(sid: $name) -> Self {
                sid.0
            }
        }
    };
}

sid!(
    /// Twilio's id of one leg of a call (`CA` and 32 hexadecimal digits).
    CallSid,
    "CA",
    "Twilio CallSid"
);
sid!(
    /// Twilio's id of a recording (`RE` and 32 hexadecimal digits). It becomes part of a path at Twilio, so
    /// nothing but this shape is let through.
    RecordingSid,
    "RE",
    "Twilio RecordingSid"
);

/// Who calls: stable for good, lower case, digits and `_`, at most 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AgentId(String);

impl AgentId {
    /// The id from a person's name as configured: `Maya Ortiz` becomes `maya_ortiz`.
    ///
    /// # Errors
    /// When the name holds no letter or digit of ASCII.
    pub fn from_name(name: &str) -> Result<Self, IdError> {
        let words: Vec<String> = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        words.join("_").parse()
    }

    /// The id of a person who signs in with Podio: Podio's own number for them, which outlives names and addresses.
    pub fn of_podio_user(user_id: u64) -> Self {
        Self(format!("podio_{user_id}"))
    }

    /// Whoever starts commands on the server's own machine.
    pub fn operator() -> Self {
        Self("operator".to_owned())
    }

    /// The identity that the agent's browser registers with at Twilio: `agent_` and the id.
    pub fn client_identity(&self) -> String {
        format!("agent_{}", self.0)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AgentId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let fits = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if fits { Ok(Self(text.to_owned())) } else { Err(IdError { kind: "agent id" }) }
    }
}

impl TryFrom<String> for AgentId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<AgentId> for String {
    fn from(id: AgentId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sids_have_one_shape() {
        let good = "RE0123456789abcdef0123456789abcdef";
        assert_eq!(good.parse::<RecordingSid>().unwrap().as_str(), good);
        for bad in
            ["", "RE", "CA0123456789abcdef0123456789abcdef", "RE0123456789abcdef0123456789abcde/", "../RE"]
        {
            assert!(bad.parse::<RecordingSid>().is_err(), "{bad}");
        }
    }

    #[test]
    fn item_ids_are_positive_and_may_exceed_32_bits() {
        assert_eq!("3211762753".parse::<ItemId>().unwrap(), ItemId(3_211_762_753));
        for bad in ["", "0", "-4", "+4", "4.0", "1e3", " 4", "99999999999999999999"] {
            assert!(bad.parse::<ItemId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_agents_identity_is_stable() {
        assert_eq!(AgentId::from_name("Maya Ortiz").unwrap().client_identity(), "agent_maya_ortiz");
        assert!(AgentId::from_name(" – ").is_err());
        let podio = AgentId::of_podio_user(u64::MAX);
        assert_eq!(podio.as_str().parse::<AgentId>().unwrap(), podio);
    }
}
