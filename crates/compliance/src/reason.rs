//! What rules find, and what became of it.

use jiff::Timestamp;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::names::names;
use crate::rule_id::RuleId;

names! {
    /// The stable name of a reason, in records and answers.
    ReasonCode, "reason" {
        /// The rule pack cannot be read.
        RulesUnreadable = "RULES_UNREADABLE",
        /// The rule pack is past its last day.
        RulesExpired = "RULES_EXPIRED",
        /// Nobody clicked, or nobody vouches for a person.
        NoHumanClick = "NO_HUMAN_CLICK",
        /// The click already made a call.
        TokenReused = "TOKEN_REUSED",
        /// The click is too old.
        TokenExpired = "TOKEN_EXPIRED",
        /// There is no call record.
        NoCall = "NO_CALL",
        /// The agent's own leg is not up.
        AgentLegNotUp = "AGENT_LEG_NOT_UP",
        /// The agent has another open call.
        AgentBusy = "AGENT_BUSY",
        /// Somebody already talks to this number.
        NumberInCall = "NUMBER_IN_CALL",
        /// The agent owes a disposition.
        DispositionPending = "DISPOSITION_PENDING",
        /// No phone has this number.
        InvalidNumber = "INVALID_NUMBER",
        /// An emergency number or a short code.
        EmergencyOrShort = "EMERGENCY_OR_SHORT",
        /// A number that costs the caller extra.
        Premium = "PREMIUM",
        /// A personal or otherwise placeless number.
        NonGeographic = "NON_GEO",
        /// An area code outside of the 50 states and DC.
        NotUs = "NON_US_NANP",
        /// Another country's number.
        International = "INTL",
        /// A toll-free number is nobody's own phone.
        TollFree = "TOLLFREE_PROSPECT",
        /// The number is on the internal do-not-call list.
        InternalDoNotCall = "INTERNAL_DNC",
        /// The person asked us to stop.
        ConsentRevoked = "CONSENT_REVOKED",
        /// The national registry was never imported.
        NationalNotLoaded = "NDNC_NOT_LOADED",
        /// The national registry is too old.
        NationalStale = "NDNC_STALE",
        /// The national registry is not subscribed for the area code.
        NationalNotSubscribed = "NDNC_NPA_NOT_SUBSCRIBED",
        /// The number is on the national registry.
        NationalHit = "NDNC_HIT",
        /// The number is on a state's registry.
        StateHit = "STATE_DNC_HIT",
        /// A state's registry is not loaded, or too old.
        StateNotLoaded = "STATE_DNC_NOT_LOADED",
        /// The number belongs to a known litigator.
        Litigator = "LITIGATOR",
        /// The property is on a do-not-solicit list.
        LocalNoSolicit = "LOCAL_NO_SOLICIT",
        /// The Reassigned Numbers Database was not asked lately.
        ReassignedStale = "RND_STALE",
        /// The number has a new owner.
        ReassignedHit = "RND_REASSIGNED",
        /// A state asks for express written consent.
        StateConsentRequired = "STATE_CONSENT_REQUIRED",
        /// New Jersey asks for consent to call a mobile.
        MobileConsent = "NJ_MOBILE",
        /// Outside the federal calling hours somewhere the person may be.
        FederalHours = "FED_HOURS",
        /// Outside a state's calling hours.
        StateHours = "STATE_HOURS",
        /// A Sunday, and a state forbids calls then.
        StateSunday = "STATE_SUNDAY",
        /// A holiday, and a state forbids calls then.
        StateHoliday = "STATE_HOLIDAY",
        /// A declared emergency.
        StateEmergency = "STATE_EMERGENCY",
        /// The local time cannot be told.
        ZoneUnknown = "ZONE_UNKNOWN",
        /// Only the area code says where the person may be.
        ZoneWeak = "ZONE_WEAK",
        /// The lead has no address.
        AddressMissing = "ADDRESS_MISSING",
        /// An address's state and ZIP code disagree.
        AddressContradicts = "ADDRESS_CONTRADICTS",
        /// Too many attempts in 24 hours.
        Frequency24h = "FREQ_24H",
        /// Too soon after the last attempt.
        FrequencyGap = "FREQ_GAP",
        /// Too many attempts in seven days.
        Frequency7d = "FREQ_7D",
        /// Too many attempts without an answer.
        FrequencyLifetime = "FREQ_LIFETIME",
        /// The person was not interested lately.
        CoolOff = "COOL_OFF",
        /// The caller ID is not ours.
        CallerIdInvalid = "CID_INVALID",
        /// The caller ID does not answer.
        CallerIdNotCallable = "CID_NOT_CALLABLE",
        /// The caller ID is weakly attested, or shown as spam.
        CallerIdWeak = "CID_ATTEST_LOW",
        /// The agent's training has run out.
        TrainingExpired = "TRAINING_EXPIRED",
        /// The organisation is not registered with a state.
        RegistrationMissing = "STATE_REG_MISSING",
        /// Too many dials.
        RateLimit = "RATE_LIMIT",
        /// The spending cap is reached.
        SpendCap = "SPEND_CAP",
        /// A sound for the prospect's leg.
        PrerecordedForbidden = "PRERECORDED_FORBIDDEN",
        /// The owner lives in the property.
        OwnerOccupied = "OWNER_OCCUPIED",
        /// It is not known whether the owner lives there.
        OccupancyUnknown = "OWNER_OCCUPANCY_UNKNOWN",
        /// The owner has died.
        Probate = "PROBATE",
        /// A redemption ends soon, or it is not known when.
        Redemption = "TAX_LIEN_REDEMPTION",
        /// Something that the rule rests on is not known.
        NotKnown = "NOT_KNOWN",
        /// Something that the rule rests on is openly not operated here.
        NotOperated = "NOT_OPERATED",
        /// The click's evaluation does not authorise a call.
        NotAuthorising = "NOT_AUTHORISING",
    }
}

names! {
    /// How much weight a reason has.
    Severity, "severity" {
        /// The call is refused.
        Hard = "hard",
        /// The call waits for the agent's acknowledgement.
        Soft = "soft",
        /// The call goes on, and the record says so.
        Warn = "warn",
    }
}

names! {
    /// Why a reason that would stand in the way does not.
    ClearedBy, "clearing" {
        /// An administrator's override.
        Override = "override",
        /// The agent's acknowledgement.
        Acknowledgement = "acknowledgement",
        /// A consent or relationship on file.
        Exemption = "exemption",
    }
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Which rule.
    pub rule: RuleId,
    /// Its stable name, without what it is about.
    pub code: ReasonCode,
    /// What it is about: `FL`, `PA:Flag Day`.
    pub subject: Option<String>,
    /// How much weight it has now.
    pub severity: Severity,
    /// What the agent reads.
    pub sentence: String,
    /// The law or the reason behind the rule.
    pub citation: String,
    /// What has taken its weight away.
    pub cleared_by: Option<ClearedBy>,
    /// When the call becomes legal as far as time can heal it; none when time alone will not.
    pub next_allowed_at: Option<Timestamp>,
}

impl Reason {
    /// The name with what it is about: `STATE_HOURS:FL`.
    pub fn full_code(&self) -> String {
        match &self.subject {
            None => self.code.to_string(),
            Some(subject) => format!("{}:{subject}", self.code),
        }
    }

    /// Whether it stands in the way of the call.
    pub fn blocks(&self) -> bool {
        self.severity != Severity::Warn
    }

    /// Whether it stands in the way only until the agent acknowledges it, for one call: what asks, and the gate of a
    /// home that its owner lives in, or may.
    pub fn asks(&self) -> bool {
        self.severity == Severity::Soft || (self.blocks() && self.rule == RuleId::Gate1)
    }
}

/// With the full code in place of code and subject.
impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reason = serializer.serialize_struct("Reason", 7)?;
        reason.serialize_field("rule", &self.rule)?;
        reason.serialize_field("code", &self.full_code())?;
        reason.serialize_field("severity", &self.severity)?;
        reason.serialize_field("sentence", &self.sentence)?;
        reason.serialize_field("citation", &self.citation)?;
        reason.serialize_field("cleared_by", &self.cleared_by)?;
        reason.serialize_field("next_allowed_at", &self.next_allowed_at)?;
        reason.end()
    }
}
