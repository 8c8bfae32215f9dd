//! A pack that is checked, made stricter by an organisation, and ready to judge calls.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    DefaultAction, OrgSettings, OverrideClass, PackAbout, PackError, Parameters, RuleEntry, RulePack,
    StateEntry,
};
use crate::place::State;
use crate::rule_id::RuleId;

/// What a state asks for.
pub(crate) type StateRule = StateEntry;

/// The rules that judge calls: a pack and an organisation's settings. Made once, shared, and swapped whole.
#[derive(Debug)]
pub struct Rules {
    version: Arc<str>,
    about: Option<PackAbout>,
    expires: Option<Date>,
    parameters: Parameters,
    entries: Vec<RuleEntry>,
    /// The days on which every rule counts, so that most decisions need not ask each.
    steady: Option<(Date, Date)>,
    /// By state, the entries of all times.
    states: Vec<Vec<StateRule>>,
    /// Set: there is no pack to go by, and every call is refused.
    unreadable: Option<PackError>,
}

impl Rules {
    /// A pack as an organisation applies it.
    ///
    /// # Errors
    /// When the pack is not [valid](RulePack::validate).
    pub fn new(pack: &RulePack, organisation: &OrgSettings) -> Result<Self, PackError> {
        pack.validate()?;
        let about = Some(PackAbout::from(pack));
        let pack = organisation.applied_to(pack);
        let mut states = vec![Vec::new(); State::count()];
        for entry in pack.states {
            if let Some(entries) = states.get_mut(entry.state.index()) {
                entries.push(entry);
            }
        }
        Ok(Self {
            version: pack.version.into(),
            about,
            expires: pack.effective_to,
            parameters: pack.parameters,
            steady: steady(&pack.rules),
            entries: pack.rules,
            states,
            unreadable: None,
        })
    }

    /// The pack that this version of Twoleg comes with, as it is.
    #[cfg(feature = "pack-parse")]
    pub fn built_in() -> &'static Self {
        static BUILT_IN: std::sync::LazyLock<Rules> = std::sync::LazyLock::new(|| {
            RulePack::built_in()
                .and_then(|pack| Rules::new(&pack, &OrgSettings::default()))
                .unwrap_or_else(Rules::refusing)
        });
        &BUILT_IN
    }

    /// What stands in for a pack that cannot be read: it refuses every call.
    pub fn refusing(unreadable: PackError) -> Self {
        Self {
            version: "none".into(),
            about: None,
            expires: None,
            parameters: Parameters::none(),
            entries: Vec::new(),
            steady: None,
            states: Vec::new(),
            unreadable: Some(unreadable),
        }
    }

    /// The version of the pack.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the pack says of itself; none where there is no pack to go by.
    pub fn about(&self) -> Option<&PackAbout> {
        self.about.as_ref()
    }

    /// Every rule, in the order in which they are evaluated; as the organisation applies it.
    pub fn catalogue(&self) -> &[RuleEntry] {
        &self.entries
    }

    pub(crate) fn shared_version(&self) -> Arc<str> {
        Arc::clone(&self.version)
    }

    /// The last day of the pack's use.
    pub(crate) fn expires(&self) -> Option<Date> {
        self.expires
    }

    pub(crate) fn unreadable(&self) -> Option<&PackError> {
        self.unreadable.as_ref()
    }

    /// The numbers that the rules use.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn entry(&self, id: RuleId) -> Option<&RuleEntry> {
        // Valid packs hold the rules in the order of the catalogue.
        self.entries.get(id as usize)
    }

    /// Whether a rule counts on a day. A rule that is not there counts.
    pub(crate) fn in_force(&self, id: RuleId, on: Date) -> bool {
        if self.steady.is_some_and(|(from, to)| from <= on && on <= to) {
            return true;
        }
        self.entry(id).is_none_or(|rule| counts(on, rule.effective_from, rule.effective_to))
    }

    /// What a rule does when it finds something. A rule that is not there blocks.
    pub(crate) fn action(&self, id: RuleId) -> DefaultAction {
        self.entry(id).map_or(DefaultAction::Block, |rule| rule.default)
    }

    /// Who may lift a rule for one number, and how; nobody where the pack does not have it.
    pub fn override_class(&self, id: RuleId) -> OverrideClass {
        self.entry(id).map_or(OverrideClass::Nobody, |rule| rule.override_class)
    }

    /// Whether an administrator may lift a rule.
    pub(crate) fn liftable(&self, id: RuleId) -> bool {
        self.entry(id).is_some_and(|rule| rule.override_class == OverrideClass::Admin)
    }

    /// The law behind a rule.
    pub(crate) fn citation(&self, id: RuleId) -> &str {
        self.entry(id).map_or("", |rule| &rule.citation)
    }

    /// What a state asks for on a day, beyond federal law.
    pub(crate) fn state(&self, state: State, on: Date) -> Option<&StateRule> {
        let entries = self.states.get(state.index())?;
        entries.iter().find(|entry| counts(on, entry.effective_from, entry.effective_to))
    }
}

fn steady(rules: &[RuleEntry]) -> Option<(Date, Date)> {
    let from = rules.iter().map(|rule| rule.effective_from).max()?;
    let to = rules.iter().map(|rule| rule.effective_to.unwrap_or(Date::MAX)).min()?;
    Some((from, to))
}

fn counts(on: Date, from: Date, to: Option<Date>) -> bool {
    from <= on && to.is_none_or(|to| on <= to)
}
