// Calls: each accepted one has one record, and the record says what the carrier knows.

const RANKS = { queued: 0, initiated: 10, ringing: 20, 'in-progress': 30, busy: 91, 'no-answer': 92, failed: 93, canceled: 94, completed: 95 };
const OUTCOMES = { busy: 'busy', 'no-answer': 'no_answer', failed: 'failed', canceled: 'canceled', completed: 'answered' };
/** The audit rows that say how far a leg has come. */
const REPORTS = /^(twilio\.(agent|prospect)\.|twilio\.dial_result$|call\.(agent|prospect)\.reconciled$)/;

/** The carrier's legs of each call: `{ call: { agent: [leg], prospect: [leg] } }`. */
export function legsOfCalls({ audit, legs }, differ) {
  const owners = new Map();
  for (const { call, payload } of audit) {
    if (!call || !payload.call_sid) continue;
    owners.set(payload.call_sid, (owners.get(payload.call_sid) ?? new Set()).add(call));
  }
  const known = new Set(legs.map(({ sid }) => sid));
  for (const sid of owners.keys()) if (!known.has(sid)) differ(`the store names the leg ${sid}, which the carrier does not have`);
  const calls = {};
  for (const leg of legs) {
    const owned = [...(owners.get(leg.sid) ?? [])];
    if (owned.length !== 1) differ(`the leg ${leg.sid} (${leg.direction}, ${leg.status}) belongs to ${owned.length} calls: ${owned.join(', ')}`);
    // A prospect's leg that nobody told of is still its call's.
    for (const call of owned.length > 0 ? owned : (owners.get(leg.parent_sid) ?? [])) ((calls[call] ??= { agent: [], prospect: [] })[leg.parent_sid ? 'prospect' : 'agent']).push(leg);
  }
  return calls;
}

export function judgeCalls(facts, legsOf, differ) {
  const { audit, views, histories, journal } = facts;
  const clicks = audit.filter(({ kind }) => kind === 'call.clicked');
  const ids = clicks.map(({ call }) => call);
  if (new Set(ids).size !== ids.length) differ('a call was clicked twice');
  for (const id of journal.accepted) if (!ids.includes(id)) differ(`${id}: a server had accepted the call, and the store does not have it`);
  for (const [lead, shown] of Object.entries(histories)) {
    if (!shown) differ(`the lead ${lead} could not be opened`);
    else if (new Set(shown).size !== shown.length) differ(`the lead ${lead} shows a call twice`);
  }
  for (const { call, payload } of clicks) {
    const say = (sentence) => differ(`${call}: ${sentence}`);
    const { agent, prospect } = legsOf[call] ?? { agent: [], prospect: [] };
    if (agent.length > 1) say(`the agent was rung ${agent.length} times`);
    if (prospect.length > 1) say(`the prospect was called ${prospect.length} times`);
    if (!histories[payload.lead]?.includes(call) && (histories[payload.lead]?.length ?? 0) < 50) say('its lead does not show it');
    const view = views[call];
    if (!view) {
      say('it has no record');
      continue;
    }
    judgeLegs(audit.filter((row) => row.call === call), [...agent, ...prospect], say);
    judgeView(view, agent[0], prospect[0], audit.some((row) => row.call === call && row.kind === 'call.prospect_refused'), say);
    const cleared = audit.filter((row) => row.call === call && row.kind === 'call.cleared').length;
    if (prospect.length > 0 && cleared !== 1) say(`the prospect was called with ${cleared} clearances`);
    if (prospect[0] && prospect[0].to !== payload.to) say(`${prospect[0].to} was called instead of ${payload.to}`);
  }
}

/** What the store was told of each leg adds up to what the carrier says. */
function judgeLegs(rows, legs, say) {
  for (const leg of legs) {
    const told = rows.filter(({ kind, payload }) => REPORTS.test(kind) && payload.call_sid === leg.sid).map(({ payload }) => payload.status);
    const furthest = told.reduce((far, status) => ((RANKS[status] ?? -1) > (RANKS[far] ?? -1) ? status : far), undefined);
    if (furthest !== leg.status) say(`its leg ${leg.sid} is ${leg.status}, and ${furthest ?? 'nothing'} by the store`);
  }
}

function judgeView(view, agent, prospect, refused, say) {
  const outcome = view.phase?.ended?.outcome;
  const expected = outcomeOf(agent, prospect, refused);
  if (view.open) say('it is still open');
  if (outcome !== expected) say(`it ended as ${outcome ?? JSON.stringify(view.phase)} instead of ${expected}`);
  if (view.reached_out !== Boolean(prospect)) say(`it ${view.reached_out ? 'says that it reached' : 'does not say that it reached'} the prospect's phone`);
  const talked = prospect?.duration ? clock(prospect.duration) : null;
  if (view.talked !== talked) say(`it lasted ${view.talked} instead of ${talked}`);
  const recording = recordingOf(prospect);
  const ready = view.recording?.ready;
  if (Boolean(ready) !== Boolean(recording)) say(`its recording is ${JSON.stringify(view.recording)} and the carrier has ${JSON.stringify(prospect?.recordings)}`);
  else if (ready && !ready.src.startsWith(`/play_recording/${recording.sid}?key=`)) say(`its recording ${recording.sid} plays from ${ready.src}`);
}

function outcomeOf(agent, prospect, refused) {
  if (prospect) return OUTCOMES[prospect.status];
  if (refused) return 'refused';
  // Nobody was called: the carrier refused, or never heard of it.
  if (!agent || agent.status === 'failed') return 'failed';
  return ['completed', 'canceled'].includes(agent.status) ? 'canceled' : 'agent_unreachable';
}

/** The completed recording of a leg, the longest if there are several. */
export function recordingOf(leg) {
  const completed = (leg?.recordings ?? []).filter(({ status }) => status === 'completed');
  return completed.sort((one, other) => other.duration - one.duration)[0];
}

function clock(seconds) {
  const two = (number) => String(number).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
