//! The rules in force, exchanged while the server runs.

use std::sync::Arc;

use arc_swap::ArcSwap;
use compliance::Rules;

/// The rules in force. Clones share them; reading takes no lock.
///
/// A decision takes [`Rulebook::current`] once and holds it to its end: it is made by one pack as a whole, whatever
/// comes into force meanwhile, and names that pack's version.
#[derive(Debug, Clone)]
pub struct Rulebook(Arc<ArcSwap<Rules>>);

impl Rulebook {
    /// Puts the first rules in force.
    pub fn new(rules: Rules) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(rules)))
    }

    /// The rules for a decision that begins now.
    pub fn current(&self) -> Arc<Rules> {
        self.0.load_full()
    }

    /// Puts other rules in force, for every decision that begins from now on.
    pub fn replace(&self, rules: Rules) {
        self.0.store(Arc::new(rules));
    }
}

#[cfg(test)]
mod tests {
    use compliance::{OrgSettings, RulePack};

    use super::*;

    fn rules(version: &str) -> Rules {
        let pack = RulePack { version: version.to_owned(), ..RulePack::built_in().unwrap() };
        Rules::new(&pack, &OrgSettings::default()).unwrap()
    }

    #[test]
    fn a_decision_keeps_the_rules_that_it_began_with() {
        let rulebook = Rulebook::new(rules("1"));
        let handed_out = rulebook.clone();
        let begun = handed_out.current();
        rulebook.replace(rules("2"));
        assert_eq!(begun.version(), "1");
        assert_eq!(handed_out.current().version(), "2", "a clone is the same book");
    }

    /// Whoever reads while packs are exchanged has one pack or the other, whole.
    #[test]
    fn readers_and_a_writer_do_not_disturb_each_other() {
        let rulebook = Rulebook::new(rules("0"));
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| (1..=20).for_each(|n| rulebook.replace(rules(&n.to_string()))));
            while !writer.is_finished() {
                assert!(rulebook.current().version().parse::<u32>().unwrap() <= 20);
            }
        });
        assert_eq!(rulebook.current().version(), "20");
    }
}
