//! That somebody plays a recording is on the audit log before they hear anything.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest, Sha256};
use store::AuditEntry;
use tokio::sync::{Mutex, MutexGuard};

use super::open::{NotPlayable, OpenedRecording};
use crate::signing::{Purpose, SigningKeys};
use crate::{Agent, Dialer};

/// A player asks for many pieces. Within this time of the first, they are one play.
const ONE_PLAY: Duration = Duration::from_mins(10);
/// How many rows can be written at once.
const LANES: usize = 16;
/// How many plays a lane remembers. One that is forgotten gets another row, which is the safe side.
const REMEMBERED: usize = 256;

/// Whoever plays.
#[derive(Debug, Clone)]
pub struct Listener {
    /// Who it is, if they are signed in.
    pub person: Option<Agent>,
    /// Where they are: an address, or a whole household's where it has many.
    pub address: IpAddr,
}

impl Listener {
    /// What the audit log knows the address by. Without the key nobody can try addresses until one fits.
    fn visitor(&self, keys: &SigningKeys) -> String {
        let tag = keys.tag(Purpose::Visitor, self.address.to_canonical().to_string().as_bytes());
        hex::encode(tag.get(..16).unwrap_or_default())
    }
}

/// Who plays what, as far as it is remembered.
type Play = [u8; 32];

/// The plays of the last minutes, of this process: two servers write two rows. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plays(Arc<[Mutex<Lane>; LANES]>);

#[derive(Debug, Default)]
struct Lane(VecDeque<(Instant, Play)>);

impl Plays {
    /// The lane of a play, for one at a time: of two pieces that are asked for at once, the second waits for the row.
    async fn lane(&self, play: &Play) -> MutexGuard<'_, Lane> {
        let lane = usize::from(play.first().copied().unwrap_or_default()) % LANES;
        // A remainder is always within.
        self.0[lane].lock().await
    }
}

impl Lane {
    fn knows(&self, play: &Play, now: Instant) -> bool {
        self.0.iter().any(|(at, known)| known == play && now.duration_since(*at) < ONE_PLAY)
    }

    fn remember(&mut self, play: Play, now: Instant) {
        if self.0.len() >= REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back((now, play));
    }
}

impl Dialer {
    /// Writes down that somebody plays a recording, from this byte on; none where they ask for its end. Once for all the
    /// pieces of a play.
    ///
    /// # Errors
    /// When the row cannot be written. Then nothing may be played.
    pub async fn note_play(
        &self,
        playable: &OpenedRecording,
        listener: &Listener,
        from_byte: Option<u64>,
    ) -> Result<(), NotPlayable> {
        let visitor = listener.visitor(&self.settings.keys);
        let play = play(playable, listener, &visitor);
        let mut lane = self.plays.lane(&play).await;
        let now = Instant::now();
        if lane.knows(&play, now) {
            return Ok(());
        }
        let capability = &playable.capability;
        let payload = json!({
            "recording_sid": playable.sid,
            "by": if listener.person.is_some() { "person" } else { "link" },
            "link": capability.kind.code(),
            "issued_at": capability.issued_at,
            "from_byte": from_byte,
            "visitor": visitor,
        });
        let row = AuditEntry {
            kind: "recording.played".to_owned(),
            call: Some(playable.call),
            agent: listener.person.as_ref().map(|person| person.id.clone()),
            payload,
        };
        self.store.append_audit(row).await?;
        metrics::counter!("twoleg_recordings_played_total", "link" => capability.kind.code()).increment(1);
        lane.remember(play, now);
        Ok(())
    }
}

fn play(playable: &OpenedRecording, listener: &Listener, visitor: &str) -> Play {
    let person = listener.person.as_ref().map_or("", |person| person.id.as_str());
    let issued = playable.capability.issued_at.as_microsecond().to_be_bytes();
    let kind = playable.capability.kind.code();
    let words = [playable.sid.as_str(), kind, person, visitor].join("\n");
    Sha256::new().chain_update(words).chain_update(issued).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_play_is_known_for_ten_minutes() {
        let (mut lane, start) = (Lane::default(), Instant::now());
        assert!(!lane.knows(&[1; 32], start));
        lane.remember([1; 32], start);
        assert!(lane.knows(&[1; 32], start + Duration::from_secs(599)));
        assert!(!lane.knows(&[2; 32], start));
        assert!(!lane.knows(&[1; 32], start + ONE_PLAY));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (mut lane, start) = (Lane::default(), Instant::now());
        for play in 0..=u8::MAX {
            lane.remember([play; 32], start);
        }
        assert!(lane.knows(&[0; 32], start));
        lane.remember([7; 32], start);
        assert_eq!(lane.0.len(), REMEMBERED);
        assert!(!lane.knows(&[0; 32], start), "the oldest is forgotten");
    }

    #[test]
    fn an_address_is_not_shown_and_cannot_be_tried_without_the_key() {
        let visitor = |key: &str, address: &str| {
            let listener = Listener { person: None, address: address.parse().unwrap() };
            listener.visitor(&SigningKeys::new(key.into(), Vec::new()))
        };
        let one = visitor("one", "192.0.2.1");
        assert_eq!((one.len(), one.contains("192")), (32, false));
        assert_eq!(one, visitor("one", "::ffff:192.0.2.1"), "the same address in its other form");
        assert_ne!(one, visitor("one", "192.0.2.2"));
        assert_ne!(one, visitor("two", "192.0.2.1"));
    }
}
