//! The names of the rules.

use crate::names::names;

names! {
    /// A rule of the catalogue, in the order in which rules are evaluated and shown.
    RuleId, "rule" {
        /// The rule pack can be read and is in force.
        Pack1 = "R-PACK-1",
        /// One fresh click of a person for one call.
        Human1 = "R-HUM-1",
        /// The agent's leg is up before the prospect's.
        Human2 = "R-HUM-2",
        /// One open call an agent, and one a number.
        Human3 = "R-HUM-3",
        /// The last call is dispositioned.
        Human4 = "R-HUM-4",
        /// A number that phones have.
        Number1 = "R-NUM-1",
        /// No emergency or short code.
        Number2 = "R-NUM-2",
        /// No premium, personal or foreign number.
        Number3 = "R-NUM-3",
        /// No toll-free number.
        Number4 = "R-NUM-4",
        /// The internal do-not-call list.
        Dnc1 = "R-DNC-1",
        /// Consent withdrawn, in any channel.
        Dnc2 = "R-DNC-2",
        /// The national registry is loaded for the area code, and fresh.
        Dnc3 = "R-DNC-3",
        /// The national registry.
        Dnc4 = "R-DNC-4",
        /// The states' own registries.
        Dnc5 = "R-DNC-5",
        /// People known to sue.
        Dnc6 = "R-DNC-6",
        /// Local do-not-solicit lists, by address.
        Dnc7 = "R-DNC-7",
        /// Numbers that got a new owner.
        Dnc8 = "R-DNC-8",
        /// States that ask for written consent to any sales call.
        Consent1 = "R-CON-1",
        /// States that ask for consent to call a mobile.
        Consent2 = "R-CON-2",
        /// The federal calling hours.
        Time1 = "R-TIM-1",
        /// The states' calling hours.
        Time2 = "R-TIM-2",
        /// Sundays.
        Time3 = "R-TIM-3",
        /// Holidays.
        Time4 = "R-TIM-4",
        /// States of emergency.
        Time5 = "R-TIM-5",
        /// Places that cannot be told.
        Time6 = "R-TIM-6",
        /// Attempts in a rolling day.
        Frequency1 = "R-FRQ-1",
        /// Gap, week and lifetime.
        Frequency2 = "R-FRQ-2",
        /// Rest after *not interested*.
        Frequency3 = "R-FRQ-3",
        /// A caller ID that is ours and answers.
        Caller1 = "R-CID-1",
        /// The caller ID's attestation and name.
        Caller2 = "R-CID-2",
        /// The agent's training.
        Training1 = "R-TRN-1",
        /// Registration with a state.
        Registration1 = "R-REG-1",
        /// How the call may be recorded.
        Recording1 = "R-REC-1",
        /// Rates and spending.
        Abuse1 = "R-ABU-1",
        /// Nothing is played to the prospect.
        Voice1 = "R-VM-1",
        /// Somebody lives in the property, or may.
        Gate1 = "R-GATE-1",
        /// The caller speaks with a fiduciary.
        Gate2 = "R-GATE-2",
        /// A tax-lien redemption is near.
        Gate3 = "R-GATE-3",
    }
}
