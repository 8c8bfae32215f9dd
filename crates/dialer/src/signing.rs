//! Our own signatures: on clicks, on links to recordings, on links to leads. Several keys can be in force, so that one can
//! be replaced without a day on which nothing works.

use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The length of a tag, in bytes.
pub const TAG: usize = 32;

/// What a signature is for. One made for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The token of a click on *Call*.
    Click,
    /// A link to a recording.
    Recording,
    /// A link that opens a lead, and may call it.
    Lead,
    /// The address at which the CRM tells of changed items.
    Hook,
    /// What stands for the address of whoever plays a recording.
    Visitor,
    /// What stands for the fields that the CRM was given of a call.
    Activity,
    /// What tells by which key the link in the CRM was signed.
    SentLink,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Click => b"twoleg click v1\n",
            Self::Recording => b"twoleg recording v1\n",
            Self::Lead => b"twoleg lead link v1\n",
            Self::Hook => b"twoleg hook v1\n",
            Self::Visitor => b"twoleg visitor v1\n",
            Self::Activity => b"twoleg activity v1\n",
            Self::SentLink => b"twoleg sent link v1\n",
        }
    }
}

/// The keys in force: the newest signs, every one of them verifies.
#[derive(Debug, Clone)]
pub struct SigningKeys {
    newest: SecretString,
    older: Vec<SecretString>,
}

impl SigningKeys {
    /// `newest` signs; what the `older` ones signed stays good.
    pub fn new(newest: SecretString, older: Vec<SecretString>) -> Self {
        Self { newest, older }
    }

    /// The keys themselves, newest first: for what else is derived from them.
    pub fn all(&self) -> impl Iterator<Item = &SecretString> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The tag (HMAC-SHA-256) of `words` for `purpose`.
    pub fn tag(&self, purpose: Purpose, words: &[u8]) -> [u8; TAG] {
        mac(&self.newest, purpose, words).map(|mac| mac.finalize().into_bytes().into()).unwrap_or_default()
    }

    /// Whether `tag` is the tag of `words` under one of the keys; takes the same time for every wrong tag.
    pub fn verify(&self, purpose: Purpose, words: &[u8], tag: &[u8]) -> bool {
        let good = |key| mac(key, purpose, words).is_some_and(|mac| mac.verify_slice(tag).is_ok());
        self.all().fold(false, |found, key| good(key) | found)
    }
}

/// A MAC of any key length; the option is the library's, for keys of fixed length.
fn mac(key: &SecretString, purpose: Purpose, words: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()).ok()?;
    mac.update(purpose.label());
    mac.update(words);
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(newest: &str, older: &[&str]) -> SigningKeys {
        SigningKeys::new(newest.into(), older.iter().map(|key| (*key).into()).collect())
    }

    #[test]
    fn a_tag_is_for_its_words_and_its_purpose() {
        let keys = keys("one", &[]);
        let tag = keys.tag(Purpose::Click, b"words");
        assert!(keys.verify(Purpose::Click, b"words", &tag));
        assert!(!keys.verify(Purpose::Recording, b"words", &tag));
        assert!(!keys.verify(Purpose::Click, b"word", &tag));
        for wrong in [&[][..], &tag[..31], &[0; TAG]] {
            assert!(!keys.verify(Purpose::Click, b"words", wrong));
        }
    }

    #[test]
    fn a_replaced_key_still_verifies_until_it_is_taken_out() {
        let before = keys("one", &[]).tag(Purpose::Lead, b"42");
        let rotated = keys("two", &["one"]);
        assert!(rotated.verify(Purpose::Lead, b"42", &before));
        assert_ne!(rotated.tag(Purpose::Lead, b"42"), before);
        assert!(!keys("two", &[]).verify(Purpose::Lead, b"42", &before));
    }
}
