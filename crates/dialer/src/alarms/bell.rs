//! The bell: rung from anywhere, at no cost, and heard by the worker.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::AlarmKind;

/// Rung where something is noticed. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Bell {
    rung: Arc<Mutex<Rung>>,
    wake: Arc<Notify>,
}

#[derive(Default)]
struct Rung {
    waiting: BTreeMap<AlarmKind, News>,
    /// Which alarms stood when the worker last looked: nothing is settled that does not stand.
    standing: BTreeSet<AlarmKind>,
}

/// What waits to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// Something was noticed so often; the last time in these words.
    Noticed { count: u64, sentence: String },
    /// What the alarm is about has ended.
    Ended,
}

impl Bell {
    /// Something was noticed.
    pub(crate) fn ring(&self, kind: AlarmKind, sentence: impl Into<String>) {
        let mut rung = self.lock();
        let before = match rung.waiting.get(&kind) {
            Some(News::Noticed { count, .. }) => *count,
            Some(News::Ended) | None => 0,
        };
        let news = News::Noticed { count: before.saturating_add(1), sentence: sentence.into() };
        rung.waiting.insert(kind, news);
        drop(rung);
        self.wake.notify_one();
    }

    /// How it stands with something that is looked at again and again: in what words it is wrong, or that it is not. Whoever
    /// does not know tells nothing.
    pub(crate) fn tell(&self, kind: AlarmKind, wrong: Option<String>) {
        if let Some(sentence) = wrong {
            return self.ring(kind, sentence);
        }
        let mut rung = self.lock();
        if rung.standing.contains(&kind) || rung.waiting.contains_key(&kind) {
            rung.waiting.insert(kind, News::Ended);
            drop(rung);
            self.wake.notify_one();
        }
    }

    /// Waits until it is rung.
    pub(super) async fn rung(&self) {
        self.wake.notified().await;
    }

    /// Takes what waits of these kinds.
    pub(super) fn take(&self, kinds: impl Fn(AlarmKind) -> bool) -> BTreeMap<AlarmKind, News> {
        let mut rung = self.lock();
        let (taken, left) = std::mem::take(&mut rung.waiting).into_iter().partition(|(kind, _)| kinds(*kind));
        rung.waiting = left;
        taken
    }

    /// Puts back what could not be written down, behind what came meanwhile.
    pub(super) fn put_back(&self, kind: AlarmKind, news: News) {
        let mut rung = self.lock();
        match (news, rung.waiting.get_mut(&kind)) {
            (News::Noticed { count: before, .. }, Some(News::Noticed { count, .. })) => {
                *count = count.saturating_add(before);
            }
            (_, Some(_)) => {}
            (news, None) => {
                rung.waiting.insert(kind, news);
            }
        }
    }

    pub(super) fn knows_standing(&self, standing: impl IntoIterator<Item = AlarmKind>) {
        self.lock().standing = standing.into_iter().collect();
    }

    fn lock(&self) -> MutexGuard<'_, Rung> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOOD: AlarmKind = AlarmKind::ClickFlood;
    const SKEW: AlarmKind = AlarmKind::ClockSkew;

    fn noticed(count: u64, sentence: &str) -> News {
        News::Noticed { count, sentence: sentence.to_owned() }
    }

    #[test]
    fn what_is_rung_often_is_one_piece_of_news() {
        let bell = Bell::default();
        (0..1000).for_each(|_| bell.ring(FLOOD, "A flood."));
        bell.ring(SKEW, "Wrong.");
        assert_eq!(bell.take(|kind| kind == FLOOD), BTreeMap::from([(FLOOD, noticed(1000, "A flood."))]));
        assert_eq!(bell.take(|_| true), BTreeMap::from([(SKEW, noticed(1, "Wrong."))]));
        assert_eq!(bell.take(|_| true), BTreeMap::new());
    }

    #[test]
    fn only_what_stands_ends() {
        let bell = Bell::default();
        bell.tell(SKEW, None);
        assert_eq!(bell.take(|_| true), BTreeMap::new());
        bell.knows_standing([SKEW]);
        bell.tell(SKEW, None);
        assert_eq!(bell.take(|_| true), BTreeMap::from([(SKEW, News::Ended)]));
    }

    #[test]
    fn what_could_not_be_written_is_kept() {
        let bell = Bell::default();
        bell.ring(FLOOD, "Later.");
        bell.put_back(FLOOD, noticed(5, "Earlier."));
        bell.put_back(SKEW, noticed(1, "Wrong."));
        let kept = BTreeMap::from([(FLOOD, noticed(6, "Later.")), (SKEW, noticed(1, "Wrong."))]);
        assert_eq!(bell.take(|_| true), kept);
    }
}
