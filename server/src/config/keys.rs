//! `SESSION_KEY`: what sessions are sealed with, and what signs clicks and links.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use dialer::SigningKeys;
use secrecy::{ExposeSecret, SecretString};

/// As many characters as a key has at least.
const SHORTEST: usize = 32;
/// The file with the sandbox's own key.
const FILE: &str = "session.key";

/// Keys in a row, newest first: the first one seals and signs, the others still open and verify.
pub(super) fn read(text: &str) -> Result<SigningKeys, String> {
    let keys = text.split(',').map(str::trim).map(|key| {
        (key.len() >= SHORTEST).then(|| SecretString::from(key)).ok_or_else(|| {
            "must be keys of 32 characters or more, the newest first, with commas between".to_owned()
        })
    });
    let mut keys = keys.collect::<Result<Vec<_>, _>>()?;
    let newest = keys.remove(0);
    Ok(SigningKeys::new(newest, keys))
}

/// A key of the sandbox's own that is in no file yet: to read the configuration writes nothing.
#[derive(Debug)]
pub struct NewKey {
    folder: PathBuf,
    key: SecretString,
}

impl NewKey {
    /// Keeps it beside the sandbox's data, for its owner only.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(crate) fn keep(&self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut options = fs::OpenOptions::new();
        options.create(true).write(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.folder.join(FILE))?.write_all(self.key.expose_secret().as_bytes())
    }
}

/// The sandbox's own key: the one beside its data, or a new one that is to be kept there.
pub(super) fn own(folder: &Path) -> (SigningKeys, Option<NewKey>) {
    let kept = fs::read_to_string(folder.join(FILE)).ok().and_then(|text| read(text.trim()).ok());
    if let Some(keys) = kept {
        return (keys, None);
    }
    let key = SecretString::from(hex::encode(rand::random::<[u8; 32]>()));
    (SigningKeys::new(key.clone(), Vec::new()), Some(NewKey { folder: folder.to_owned(), key }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dialer::Purpose;

    const OLD: &str = "0123456789abcdef0123456789abcdef";
    const NEW: &str = "fedcba9876543210fedcba9876543210";

    #[test]
    fn a_key_is_replaced_by_putting_a_new_one_before_it() {
        let old = read(OLD).unwrap().tag(Purpose::Click, b"x");
        let both = read(&format!("{NEW}, {OLD}")).unwrap();
        assert!(both.verify(Purpose::Click, b"x", &old));
        assert_eq!(both.tag(Purpose::Click, b"x"), read(NEW).unwrap().tag(Purpose::Click, b"x"));
        for bad in ["", ",", "short", &format!("{NEW},"), &format!("{NEW},short")] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_sandbox_keeps_its_own_key() {
        let folder = tempfile::tempdir().unwrap();
        let (first, new) = own(folder.path());
        let tag = first.tag(Purpose::Click, b"x");
        assert!(!own(folder.path()).0.verify(Purpose::Click, b"x", &tag), "nothing was written yet");
        new.unwrap().keep().unwrap();
        let (again, new) = own(folder.path());
        assert!(again.verify(Purpose::Click, b"x", &tag) && new.is_none());
    }
}
