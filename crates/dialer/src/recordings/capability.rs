//! What a link to a recording carries: signed, for one recording, with an end. It names the call, so that a play looks
//! nothing up by search; and as the recording's id is signed with it and not in it, it opens no other one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{CallId, RecordingSid};
use jiff::{SignedDuration, Timestamp};

use crate::signing::{Purpose, SigningKeys, TAG};

/// The only form there is: version, kind, call, microseconds of issue, seconds of life.
const VERSION: u8 = 1;
const BODY: usize = 1 + 1 + 16 + 8 + 4;

/// Where a link is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// In the CRM's Call Activity: for whoever the CRM shows it to.
    Crm,
    /// On our own pages: made anew for each view.
    Page,
}

impl LinkKind {
    /// The stable word on the audit trail.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Crm => "crm",
            Self::Page => "page",
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Self::Crm => 1,
            Self::Page => 2,
        }
    }

    fn of_byte(byte: u8) -> Option<Self> {
        [Self::Crm, Self::Page].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// The leave to play one recording for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Capability {
    pub(crate) call: CallId,
    pub(crate) kind: LinkKind,
    /// To the microsecond.
    pub(crate) issued_at: Timestamp,
    /// In whole seconds.
    pub(crate) life_s: u32,
}

impl Capability {
    /// The end of its life.
    pub(crate) fn expires_at(&self) -> Timestamp {
        let life = SignedDuration::from_secs(self.life_s.into());
        self.issued_at.checked_add(life).unwrap_or(Timestamp::MAX)
    }

    /// The key of the link to `sid`.
    pub(crate) fn seal(&self, keys: &SigningKeys, sid: &RecordingSid) -> String {
        let mut key = self.body().to_vec();
        let tag = keys.tag(Purpose::Recording, &signed(&key, sid));
        key.extend(tag);
        URL_SAFE_NO_PAD.encode(key)
    }

    /// What a key says, if we sealed it for `sid`. Every wrong key takes the same time.
    pub(crate) fn open(keys: &SigningKeys, sid: &RecordingSid, key: &str) -> Option<Self> {
        let key = URL_SAFE_NO_PAD.decode(key).ok()?;
        let (body, tag) = key.split_at_checked(BODY).filter(|(_, tag)| tag.len() == TAG)?;
        if !keys.verify(Purpose::Recording, &signed(body, sid), tag) {
            return None;
        }
        Self::of_body(body)
    }

    /// What tells later whether the key that seals now is still in force. It opens nothing.
    pub(crate) fn mark(&self, keys: &SigningKeys, sid: &RecordingSid) -> String {
        hex::encode(keys.tag(Purpose::SentLink, &signed(&self.body(), sid)))
    }

    /// Whether one of the keys in force has made this mark.
    pub(crate) fn has_mark(&self, keys: &SigningKeys, sid: &RecordingSid, mark: &str) -> bool {
        let words = signed(&self.body(), sid);
        hex::decode(mark).is_ok_and(|tag| keys.verify(Purpose::SentLink, &words, &tag))
    }

    fn body(&self) -> [u8; BODY] {
        let mut body = [0; BODY];
        let parts = [VERSION, self.kind.byte()]
            .into_iter()
            .chain(self.call.to_bytes())
            .chain(self.issued_at.as_microsecond().to_be_bytes())
            .chain(self.life_s.to_be_bytes());
        body.iter_mut().zip(parts).for_each(|(place, byte)| *place = byte);
        body
    }

    fn of_body(body: &[u8]) -> Option<Self> {
        let ([version, kind], rest) = body.split_first_chunk()?;
        let (call, rest) = rest.split_first_chunk()?;
        let (issued, life) = rest.split_first_chunk()?;
        Some(Self {
            call: CallId::from_bytes(*call),
            kind: LinkKind::of_byte(*kind).filter(|_| *version == VERSION)?,
            issued_at: Timestamp::from_microsecond(i64::from_be_bytes(*issued)).ok()?,
            life_s: u32::from_be_bytes(life.try_into().ok()?),
        })
    }
}

fn signed(body: &[u8], sid: &RecordingSid) -> Vec<u8> {
    [body, sid.as_str().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn keys(newest: &str, older: &[&str]) -> SigningKeys {
        SigningKeys::new(newest.into(), older.iter().map(|key| (*key).into()).collect())
    }

    fn sid(hex: u128) -> RecordingSid {
        format!("RE{hex:032x}").parse().unwrap()
    }

    fn capabilities() -> impl Strategy<Value = Capability> {
        let kind = prop_oneof![Just(LinkKind::Crm), Just(LinkKind::Page)];
        (any::<u128>(), kind, 0..4_000_000_000_000_000_i64, any::<u32>()).prop_map(
            |(call, kind, micros, life_s)| Capability {
                call: CallId::new(Uuid::from_u128(call)),
                kind,
                issued_at: Timestamp::from_microsecond(micros).unwrap(),
                life_s,
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_and_says_the_same(capability in capabilities(), hex in any::<u128>()) {
            let keys = keys("one", &[]);
            let key = capability.seal(&keys, &sid(hex));
            prop_assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
            prop_assert_eq!(Capability::open(&keys, &sid(hex), &key), Some(capability));
        }

        #[test]
        fn any_flipped_bit_is_refused(
            capability in capabilities(), hex in any::<u128>(), place in any::<prop::sample::Index>(),
        ) {
            let keys = keys("one", &[]);
            let mut bytes = URL_SAFE_NO_PAD.decode(capability.seal(&keys, &sid(hex))).unwrap();
            let bit = place.index(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(Capability::open(&keys, &sid(hex), &URL_SAFE_NO_PAD.encode(bytes)), None);
        }

        #[test]
        fn it_opens_no_other_recording(capability in capabilities(), one in any::<u128>(), bit in 0..128_u32) {
            let keys = keys("one", &[]);
            let key = capability.seal(&keys, &sid(one));
            prop_assert_eq!(Capability::open(&keys, &sid(one ^ (1 << bit)), &key), None);
        }

        #[test]
        fn junk_opens_nothing(junk in "\\PC{0,120}", hex in any::<u128>()) {
            prop_assert_eq!(Capability::open(&keys("one", &[]), &sid(hex), &junk), None);
        }
    }

    #[test]
    fn a_key_that_was_replaced_still_opens_until_it_is_taken_out() {
        let capability = Capability {
            call: CallId::new(Uuid::from_u128(7)),
            kind: LinkKind::Crm,
            issued_at: Timestamp::UNIX_EPOCH,
            life_s: 60,
        };
        let key = capability.seal(&keys("one", &[]), &sid(1));
        assert_eq!(Capability::open(&keys("two", &["one"]), &sid(1), &key), Some(capability));
        assert_eq!(Capability::open(&keys("two", &[]), &sid(1), &key), None);
        assert_eq!(key.len(), 83);
        let mark = capability.mark(&keys("one", &[]), &sid(1));
        assert!(capability.has_mark(&keys("two", &["one"]), &sid(1), &mark));
        assert!(!capability.has_mark(&keys("two", &[]), &sid(1), &mark));
        assert!(!capability.has_mark(&keys("one", &[]), &sid(2), &mark));
        assert!(!capability.has_mark(&keys("one", &[]), &sid(1), "no mark"));
        assert_eq!(Capability::open(&keys("one", &[]), &sid(1), &mark), None, "it opens nothing");
        // The tag of the recording's id alone, as links were before they had an end.
        let old =
            URL_SAFE_NO_PAD.encode(keys("one", &[]).tag(Purpose::Recording, sid(1).as_str().as_bytes()));
        assert_eq!(Capability::open(&keys("one", &[]), &sid(1), &old), None);
    }

    #[test]
    fn it_ends() {
        let capability = Capability {
            call: CallId::none(),
            kind: LinkKind::Page,
            issued_at: "2026-11-20T18:00:00Z".parse().unwrap(),
            life_s: 3600,
        };
        assert_eq!(capability.expires_at(), "2026-11-20T19:00:00Z".parse().unwrap());
    }
}
