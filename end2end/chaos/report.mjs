// The table of a run.

/** Prints what happened: `{ facts, journal, replicas, kills, faults, operator, door, agents, seconds }`. */
export function report({ facts, journal, replicas, kills, faults, operator, door, agents, seconds }) {
  const views = Object.values(facts.views);
  const outcome = (view) => view.phase.ended?.outcome ?? 'open';
  const refusals = facts.audit.filter(({ kind }) => kind === 'call.refused').flatMap(({ payload }) => payload.decision.reasons.filter(({ severity }) => severity !== 'warn').slice(0, 1));
  const recordings = facts.legs.flatMap((leg) => leg.recordings);
  const callbacks = [...door.callbacks.values()];
  section('calls', views.length, tally(views, outcome));
  section('dispositions', views.filter((view) => view.wrap_up).length, tally(views.filter((view) => view.wrap_up), (view) => view.wrap_up.disposition));
  section('activities', facts.crm.activities.length);
  section('tasks', facts.crm.tasks.length, tally(facts.crm.tasks, ({ simple }) => simple['Task Type']));
  section('recordings', recordings.length, tally(recordings, ({ status }) => status));
  section('links opened', Object.keys(facts.links).length);
  section('dials refused', sum(journal.refused), journal.refused);
  section('by the rules', refusals.length, tally(refusals, ({ code }) => code));
  section('answers lost', sum(journal.lost), journal.lost);
  section('kills', replicas.reduce((all, replica) => all + replica.kills, 0), kills.during);
  section('sent by hand', sum(operator.presses), operator.presses);
  section('callbacks', callbacks.length, callbackCounts(callbacks, facts.legs));
  section('faults, in steps', sum(faults.counts), faults.counts);
  section('registrations', agents.reduce((all, { browser }) => all + browser.registrations, 0));
  section('audit rows', facts.audit.length, tally(facts.audit, ({ kind }) => kind.replace(/\..*/s, '')));
  section('seconds', Math.round(seconds));
}

/** What is known of the ways of callbacks. One that was never sent shows as a gap in its leg's numbers. */
function callbackCounts(callbacks, legs) {
  const status = callbacks.filter(({ path }) => path === '/call_status');
  const lost = legs.map(({ sid }) => {
    const seen = new Set(status.filter((callback) => callback.sid === sid).map(({ sequence }) => Number(sequence)));
    // Every leg ends, and its end is told last: without it, at least one was lost.
    const ended = status.some((callback) => callback.sid === sid && !['queued', 'initiated', 'ringing', 'in-progress'].includes(callback.status));
    return Math.max(-1, ...seen) + (ended ? 1 : 2) - seen.size;
  });
  return new Map([
    ['taken', callbacks.filter(({ taken }) => taken > 0).length],
    ['came more than once', callbacks.filter(({ came }) => came > 1).length],
    ['taken more than once', callbacks.filter(({ taken }) => taken > 1).length],
    ['came and never taken', callbacks.filter(({ taken }) => taken === 0).length],
    ['status lost on the way, at least', lost.reduce((all, one) => all + one, 0)],
  ]);
}

function tally(list, key) {
  const counts = new Map();
  for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return counts;
}

const sum = (counts) => [...counts.values()].reduce((all, one) => all + one, 0);

function section(name, count, counts = new Map()) {
  const parts = [...counts].sort(([one], [other]) => one.localeCompare(other)).map(([what, number]) => `${what} ${number}`);
  console.log(`${name.padEnd(18)} ${String(count).padStart(6)}  ${parts.join(', ')}`.trimEnd());
}
