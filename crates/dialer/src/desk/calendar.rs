//! Days on which a state forbids calls for a while: emergencies and proclaimed holidays.

use compliance::{Emergency, ExtraHoliday, State};
use jiff::civil::Date;

use crate::{Error, Records, Supervisor};

impl Records {
    /// Notes a declared state of emergency: no calls into that state on those days.
    ///
    /// # Errors
    /// When it ends before it begins, or is there already.
    pub async fn declare_emergency(&self, supervisor: &Supervisor, new: &Emergency) -> Result<(), Error> {
        if new.to.is_some_and(|to| to < new.from) {
            return Err(Error::Invalid("The last day is before the first."));
        }
        self.edit_organisation(supervisor, "emergency.declared", |file| {
            if file.emergencies.iter().any(|one| one.state == new.state && one.from == new.from) {
                return Err(Error::Invalid("This emergency is on the list already."));
            }
            file.emergencies.push(new.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Ends an emergency: `last` is the last day on which it counts. One that has not begun by then is taken off.
    ///
    /// # Errors
    /// When there is no such emergency that still lasts.
    pub async fn end_emergency(
        &self,
        supervisor: &Supervisor,
        state: State,
        from: Date,
        last: Date,
    ) -> Result<(), Error> {
        self.edit_organisation(supervisor, "emergency.ended", |file| {
            let lasts = |one: &&mut Emergency| {
                one.state == state && one.from == from && one.to.is_none_or(|to| to > last)
            };
            let Some(found) = file.emergencies.iter_mut().find(lasts) else {
                return Err(Error::Invalid("There is no such emergency that still lasts."));
            };
            found.to = Some(last);
            file.emergencies.retain(|one| one.to.is_none_or(|to| one.from <= to));
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Adds a day without calls that a governor proclaimed.
    ///
    /// # Errors
    /// When it has no name, or is there already.
    pub async fn add_holiday(&self, supervisor: &Supervisor, new: &ExtraHoliday) -> Result<(), Error> {
        if new.name.trim().is_empty() {
            return Err(Error::Invalid("Say what the day is called."));
        }
        self.edit_organisation(supervisor, "holiday.added", |file| {
            if file.holidays.iter().any(|one| one.state == new.state && one.date == new.date) {
                return Err(Error::Invalid("This day is on the list already."));
            }
            file.holidays.push(new.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Takes such a day off.
    ///
    /// # Errors
    /// When it is not on the list.
    pub async fn remove_holiday(
        &self,
        supervisor: &Supervisor,
        state: State,
        date: Date,
    ) -> Result<(), Error> {
        self.edit_organisation(supervisor, "holiday.removed", |file| {
            let before = file.holidays.len();
            file.holidays.retain(|one| !(one.state == state && one.date == date));
            if file.holidays.len() == before {
                return Err(Error::Invalid("This day is not on the list."));
            }
            Ok(())
        })
        .await?;
        Ok(())
    }
}
