//! The lists as a supervisor sees them: how old each is, and which block.

use compliance::Parameters;
use jiff::civil::Date;
use lists::{AgeLimit, Ages, ListInfo};

use super::Screening;

/// How old the rules let a list be. They count by the second from the first moment of its day, so that a list that may
/// be 31 days old is good for 30 whole ones. All but the national one are warned of twelve days before.
pub fn list_ages(numbers: &Parameters) -> Ages {
    let limit =
        |warn_at_days, oldest: u32| AgeLimit { warn_at_days, good_for_days: oldest.saturating_sub(1) };
    let others = numbers.other_list_max_age_days;
    let other = limit(others.saturating_sub(12), others);
    let national = limit(numbers.national_list_warn_age_days, numbers.national_list_max_age_days);
    Ages { national, state: other, other }
}

impl Screening {
    /// Every list that was ever imported, with its age by these rules. `today` is the latest day that it is anywhere
    /// in the states, so that no list looks younger than it is.
    pub async fn state(&self, today: Date, numbers: &Parameters) -> Vec<ListInfo> {
        self.look().await;
        self.lists.show_by(today, &list_ages(numbers))
    }
}

#[cfg(test)]
mod tests {
    use compliance::Rules;

    use super::*;

    #[test]
    fn a_list_is_shown_as_stale_on_the_day_on_which_the_rules_refuse_it() {
        let national = list_ages(Rules::built_in().parameters()).national;
        assert!(!national.is_stale(30) && national.is_stale(31), "31 days and a second is stale");
        assert!(!national.is_due(23) && national.is_due(24));
    }
}
