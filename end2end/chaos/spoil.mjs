// The oracle is tried: each of these spoils a true set of facts in one way, and must be noticed.
import { differences } from './truth.mjs';

const activity = (facts) => facts.crm.activities[0];
const fielded = (facts, field) => facts.crm.activities.find(({ simple }) => simple[field] !== undefined)?.simple;
const view = (facts) => Object.values(facts.views).find(({ wrap_up: saved }) => saved);
const prospect = (facts) => facts.legs.find(({ parent_sid: parent }) => parent);
const told = (facts, leg) => facts.audit.find(({ payload }) => payload.call_sid === leg?.sid);
const row = (facts, kind) => facts.audit.find((one) => one.kind === kind);

const FIELDS = [
  'Title', 'Relationship to Master Lead', 'Date of Call', 'Call Duration (seconds)', 'Recording URL',
  'Disposition Code', 'Agent Notes / Summary', 'Seller Motivation Level', 'Next Action Date', 'Target Asking Price',
];

const SPOILERS = {
  'an activity is missing': (facts) => facts.crm.activities.shift(),
  'an activity is there twice': (facts) => activity(facts) && facts.crm.activities.push(activity(facts)),
  'an activity belongs to no call': (facts) => activity(facts) && facts.crm.activities.push({ ...activity(facts), external_id: 'call:unknown' }),
  'a field too many': (facts) => activity(facts) && (activity(facts).simple.Mood = 'fine'),
  'a task is missing': (facts) => facts.crm.tasks.shift(),
  'a task is there twice': (facts) => facts.crm.tasks[0] && facts.crm.tasks.push(facts.crm.tasks[0]),
  'a task is due on another day': (facts) => facts.crm.tasks[0] && (facts.crm.tasks[0].simple['Due Date'] = '2027-01-01'),
  'a task without a call': (facts) => facts.crm.tasks[0] && facts.crm.tasks.push({ ...facts.crm.tasks[0], external_id: 'task:unknown' }),
  'a native task': (facts) => facts.crm.others.push({ task_id: 1 }),
  'a record is missing': (facts) => delete facts.views[view(facts)?.id],
  'a saved disposition is gone': (facts) => view(facts) && delete view(facts).wrap_up,
  'a call is still open': (facts) => view(facts) && (view(facts).open = true),
  'another outcome': (facts) => view(facts) && (view(facts).phase = { ended: { outcome: 'refused' } }),
  'another length': (facts) => view(facts) && (view(facts).talked = '59:59'),
  'an accepted call is forgotten': (facts) => facts.journal.accepted.push('unknown'),
  'a leg that nobody knows': (facts) => facts.legs.push({ ...prospect(facts), sid: 'CAunknown' }),
  'a leg ended otherwise': (facts) => prospect(facts) && (prospect(facts).status = 'queued'),
  'a prospect was called twice': (facts) => {
    const leg = prospect(facts);
    const about = told(facts, leg);
    if (!about) return undefined;
    facts.audit.push({ ...about, payload: { ...about.payload, call_sid: 'CAtwin' } });
    return facts.legs.push({ ...leg, sid: 'CAtwin' });
  },
  'another number was called': (facts) => prospect(facts) && (prospect(facts).to = '+19005550100'),
  'a click is not in the log': (facts) => facts.audit.splice(facts.audit.indexOf(row(facts, 'call.clicked')), 1)[0],
  'a prospect was called without clearance': (facts) => {
    const call = told(facts, prospect(facts))?.call;
    const clearance = facts.audit.find((one) => one.kind === 'call.cleared' && one.call === call);
    return clearance && (clearance.kind = 'call.other');
  },
  'a recording does not open': (facts) => Object.values(facts.links)[0] && (Object.values(facts.links)[0].status = 404),
  'the log is broken': (facts) => (facts.verified.said = 'row 7 is broken'),
  'something is owed': (facts) => (facts.owed.said = 'x activity owed since'),
  ...Object.fromEntries(
    FIELDS.flatMap((field) => [
      [`an activity lacks ${field}`, (facts) => fielded(facts, field) && delete fielded(facts, field)[field]],
      [`an activity has another ${field}`, (facts) => fielded(facts, field) && (fielded(facts, field)[field] = '1999-01-01 00:00:00')],
    ]),
  ),
};

/** Tries the oracle on spoiled copies of these facts: `{ tried, missed }`. What they do not hold cannot be spoiled. */
export function spoil(facts) {
  const missed = [];
  let tried = 0;
  const before = differences(facts).length;
  for (const [name, spoiler] of Object.entries(SPOILERS)) {
    const copy = structuredClone(facts);
    if (!spoiler(copy)) continue;
    tried += 1;
    if (differences(copy).length <= before) missed.push(name);
  }
  return { tried, missed };
}
