//! Sign-ins that are under way, bound to the browser that began them: whoever plants an answer of Podio's at another browser
//! finds no such sign-in there.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::Next;

/// How long a person may take at Podio.
const TAKES: SignedDuration = SignedDuration::from_mins(15);
/// Tabs that ask to sign in again, side by side. The oldest is forgotten first.
const MOST: usize = 4;
/// Bytes of the pages to go to, of all of them: a browser keeps no cookie that is larger than 4096.
const LARGEST: usize = 2048;

/// What the browser keeps while its owner is at Podio: oldest first.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SigningIn(Vec<Begun>);

#[derive(Debug, Serialize, Deserialize)]
struct Begun {
    /// Given to Podio, and given back by it.
    state: String,
    /// Where to go afterwards.
    next: Next,
    began: Timestamp,
}

impl SigningIn {
    /// Begins one more, and answers the state that comes back with it.
    pub(crate) fn begin(&mut self, next: Next) -> String {
        let state = hex::encode(rand::random::<[u8; 16]>());
        self.0.push(Begun { state: state.clone(), next, began: Timestamp::now() });
        let bytes = |all: &[Begun]| all.iter().map(|begun| begun.next.as_str().len()).sum::<usize>();
        while self.0.len() > 1 && (self.0.len() > MOST || bytes(&self.0) > LARGEST) {
            self.0.remove(0);
        }
        state
    }

    /// Takes out the one whose answer has this state, if it is in time, and tells where to go.
    pub(crate) fn take(&mut self, state: &str) -> Option<Next> {
        let now = Timestamp::now();
        let is_it = |begun: &Begun| bool::from(begun.state.as_bytes().ct_eq(state.as_bytes()));
        let begun = self.0.remove(self.0.iter().position(is_it)?);
        (now.duration_since(begun.began) < TAKES).then_some(begun.next)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_belongs_to_its_own_sign_in_and_is_good_once() {
        let mut tabs = SigningIn::default();
        let [one, other] = ["/?tab=1", "/?tab=2"].map(|next| tabs.begin(Next::read(next)));
        assert_eq!(tabs.take(""), None);
        assert_eq!(tabs.take(&one).unwrap().as_str(), "/?tab=1");
        assert_eq!(tabs.take(&one), None);
        assert_eq!(tabs.take(&other).unwrap().as_str(), "/?tab=2");
        assert!(tabs.is_empty());
    }

    #[test]
    fn an_answer_that_comes_too_late_is_none() {
        let mut late = SigningIn::default();
        let state = late.begin(Next::default());
        late.0[0].began = Timestamp::now() - TAKES;
        assert_eq!(late.take(&state), None);
    }

    #[test]
    fn what_is_kept_stays_small() {
        let mut tabs = SigningIn::default();
        let states: Vec<String> = (0..6).map(|_| tabs.begin(Next::default())).collect();
        assert_eq!(tabs.take(&states[1]), None);
        assert!(tabs.take(&states[2]).is_some());
        let long = format!("/?q={}", "x".repeat(1500));
        let states = ["a", "b"].map(|end| tabs.begin(Next::read(&format!("{long}{end}"))));
        assert_eq!(tabs.take(&states[0]), None);
        assert!(tabs.take(&states[1]).is_some());
    }
}
