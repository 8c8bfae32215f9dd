//! What was dialled and spent lately, for the rule on toll fraud (R-ABU-1). All of it is counted in the store, so that
//! every server knows of every other's dials; the store answers from an index.

use std::time::Instant;

use compliance::{Decision, Dials, Limits, Reason, ReasonCode, RuleId};
use domain::AgentId;
use jiff::{SignedDuration, Timestamp};
use store::CallQuery;

use crate::alarms::AlarmKind;
use crate::{Agent, Dialer, Error};

const TEN_SECONDS: SignedDuration = SignedDuration::from_secs(10);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How far another server's clock may be ahead, and its dials still count.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// A limit that ends so soon may have ended when the decision is made.
const SOON: SignedDuration = SignedDuration::from_secs(5);
/// A dial counts for a whole period: only the moment after it is free of it. The store keeps microseconds.
const MOMENT: SignedDuration = SignedDuration::from_micros(1);

/// Who asks for what.
#[derive(Clone, Copy)]
pub(crate) enum Looks {
    /// Somebody looks at a page: it does not count the seconds after a dial.
    AtPage,
    /// An agent clicks.
    Clicks,
    /// A call that was placed then is to be put through: only dials before it count, as at its click.
    PutsThrough(Timestamp),
}

impl Looks {
    /// The moment that the periods end at. While a call rings at its agent they do not move on, or what it was to wait for
    /// would be past by itself.
    fn at(self, now: Timestamp) -> Timestamp {
        match self {
            Self::PutsThrough(placed) => placed,
            Self::AtPage | Self::Clicks => now,
        }
    }

    /// Up to where dials count.
    fn until(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::PutsThrough(placed) => Some(placed),
            Self::AtPage | Self::Clicks => now.checked_add(AHEAD).ok(),
        }
    }

    /// Whether to go by the end of a limit that is reached. For a call that was placed before that end it does not count as
    /// an end that it has come meanwhile.
    fn heeds(self, free: Timestamp, now: Timestamp) -> bool {
        match self {
            Self::PutsThrough(_) => free.duration_since(now) > SOON,
            Self::AtPage | Self::Clicks => true,
        }
    }
}

/// One limit's question.
struct Window {
    query: CallQuery,
    period: SignedDuration,
    cap: u32,
}

impl Dialer {
    /// What was dialled and spent lately. None where it is not known, or not operated.
    pub(crate) async fn limits(&self, agent: &AgentId, looks: Looks) -> Result<Option<Limits>, Error> {
        let Some(spend) = self.spent_today().await else { return Ok(None) };
        let now = self.now();
        let (at, to) = (looks.at(now), looks.until(now));
        let rules = self.rules();
        let caps = rules.parameters();
        let window = |agent: Option<&AgentId>, period, cap: u32| Window {
            query: CallQuery {
                agent: agent.cloned(),
                from: at.checked_sub(period).ok(),
                to,
                limit: usize::try_from(cap).unwrap_or(usize::MAX),
                ..CallQuery::default()
            },
            period,
            cap,
        };
        let windows = [
            window(Some(agent), HOUR, caps.agent_dials_hour),
            window(Some(agent), DAY, caps.agent_dials_day),
            window(None, MINUTE, caps.all_dials_minute),
            window(None, DAY, caps.caller_id_dials_day),
            window(Some(agent), TEN_SECONDS, caps.agent_dials_10_s),
        ];
        let asked = if matches!(looks, Looks::AtPage) { windows.len() - 1 } else { windows.len() };
        let queries: Vec<CallQuery> = windows.iter().take(asked).map(|window| window.query.clone()).collect();
        let counts = self.store.count_calls(&queries).await?;
        let mut dials = [Dials::default(); 5];
        for ((window, count), dials) in windows.iter().zip(counts).zip(&mut dials) {
            dials.count = u32::try_from(count).unwrap_or(u32::MAX);
            if dials.count >= window.cap {
                dials.free_at = self.free_at(window).await?.filter(|free| looks.heeds(*free, now));
            }
        }
        let [agent_last_hour, agent_last_day, all_last_minute, caller_id_last_day, agent_last_10_s] = dials;
        Ok(Some(Limits {
            agent_last_10_s,
            agent_last_hour,
            agent_last_day,
            all_last_minute,
            caller_id_last_day,
            open_calls: 0,
            spend: Some(spend),
        }))
    }

    /// When the dial that fills a limit leaves its period. Asked for only where the limit is reached.
    async fn free_at(&self, window: &Window) -> Result<Option<Timestamp>, Error> {
        let Some(skip) = window.query.limit.checked_sub(1) else { return Ok(None) };
        let query = CallQuery { skip, limit: 1, ..window.query.clone() };
        let filling = self.store.calls(&query).await?;
        let placed = filling.first().map(|record| record.facts.placed_at);
        Ok(placed.and_then(|placed| placed.checked_add(window.period + MOMENT).ok()))
    }

    /// Takes one of the agent's clicks, before anything is looked up for it.
    pub(crate) fn bound_click(&self, agent: &Agent) -> Result<(), Error> {
        if self.settings.limits.is_none() {
            return Ok(());
        }
        self.clicks.take(&agent.id, 1, Instant::now()).map_err(|wait| {
            metrics::counter!("twoleg_clicks_refused_total").increment(1);
            let sentence = format!(
                "{} sent more clicks in a minute than a person can: they were refused. If {} did not click, sign \
                 them out everywhere and look at their computer.",
                agent.name, agent.name
            );
            self.bell.ring(AlarmKind::ClickFlood, sentence);
            Error::TooManyClicks { wait }
        })
    }

    /// Rings the alarm where a limit has refused a call; the pause of ten seconds is none to speak of.
    pub(crate) fn tell_of_limits(&self, agent: &Agent, decision: &Decision) {
        let counts = |reason: &&Reason| reason.rule == RuleId::Abuse1 && reason.blocks();
        for reason in decision.reasons().iter().filter(counts) {
            let limit = match (reason.code, reason.subject.as_deref()) {
                (ReasonCode::RateLimit, Some("agent_hour")) => "dials of one person in an hour",
                (ReasonCode::RateLimit, Some("agent_day")) => "dials of one person in 24 hours",
                (ReasonCode::RateLimit, Some("all_minute")) => "everybody's dials in a minute",
                (ReasonCode::RateLimit, Some("all_day")) => "everybody's dials in 24 hours",
                (ReasonCode::RateLimit, Some("open_calls")) => "calls at once",
                _ => continue,
            };
            let sentence = format!(
                "A call by {} was refused: the limit on {limit} is reached. If your people do not call that much, \
                 somebody else does: sign everybody out, and look at the audit log.",
                agent.name
            );
            self.bell.ring(AlarmKind::LimitReached, sentence);
        }
    }
}
