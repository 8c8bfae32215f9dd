//! Places for what goes on for long: so many at a time, in all and of one visitor.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// How many at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    pub(crate) of_one: usize,
    pub(crate) of_all: usize,
}

/// The places, and who has them. Clones share them.
#[derive(Debug)]
pub(crate) struct Places<Who> {
    most: Most,
    taken: Arc<Mutex<HashMap<Who, usize>>>,
}

impl<Who> Clone for Places<Who> {
    fn clone(&self) -> Self {
        Self { most: self.most, taken: Arc::clone(&self.taken) }
    }
}

impl<Who: Hash + Eq + Clone> Places<Who> {
    pub(crate) fn new(most: Most) -> Self {
        Self { most, taken: Arc::default() }
    }

    /// A place, until it is dropped; none where there is none left.
    pub(crate) fn take(&self, who: Who) -> Option<Place<Who>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = taken.values().sum();
        let mine = taken.get(&who).copied().unwrap_or_default();
        if all >= self.most.of_all || mine >= self.most.of_one {
            return None;
        }
        taken.insert(who.clone(), mine + 1);
        Some(Place { who, taken: Arc::clone(&self.taken) })
    }
}

/// A place that is taken.
#[derive(Debug)]
pub(crate) struct Place<Who: Hash + Eq> {
    who: Who,
    taken: Arc<Mutex<HashMap<Who, usize>>>,
}

impl<Who: Hash + Eq> Drop for Place<Who> {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = taken.get_mut(&self.who) {
            *left -= 1;
            if *left == 0 {
                taken.remove(&self.who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_few_of_one_and_of_all_and_come_back() {
        let places = Places::new(Most { of_one: 2, of_all: 3 });
        let mine = [places.take(1), places.take(1)];
        assert!(mine.iter().all(Option::is_some) && places.take(1).is_none());
        let theirs = places.take(2);
        assert!(theirs.is_some() && places.take(3).is_none(), "three in all");
        drop(mine);
        assert!(places.take(3).is_some() && places.take(1).is_some());
        drop(theirs);
        assert!(places.taken.lock().unwrap().is_empty(), "nobody is remembered who has gone");
    }
}
