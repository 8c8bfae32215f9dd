// The CRM: for every saved disposition one Call Activity with its ten fields, and the task of its rule; nothing else.
import { recordingOf } from './calls_truth.mjs';

export function judgeDispositions({ audit, views, journal }, legsOf, differ) {
  for (const id of journal.saved) if (!views[id]?.wrap_up) differ(`${id}: its disposition was called saved, and is gone`);
  for (const [id, view] of Object.entries(views)) {
    const says = journal.offered[id];
    const { wrap_up: saved } = view;
    if (!saved) {
      if (legsOf[id]?.prospect.length > 0) differ(`${id}: the prospect was called, and it has no disposition`);
      continue;
    }
    const row = audit.filter(({ kind, call }) => kind === 'call.disposition' && call === id);
    if (row.length !== 1) differ(`${id}: the audit log has ${row.length} dispositions`);
    if (saved.disposition !== says?.disposition) differ(`${id}: its disposition is ${saved.disposition} instead of ${says?.disposition}`);
    if (saved.notes !== says?.notes) differ(`${id}: its notes are ${JSON.stringify(saved.notes)}`);
    if (row[0]?.payload.suppressed !== (says?.code === 'do_not_call')) differ(`${id}: suppressed is ${row[0]?.payload.suppressed}`);
  }
}

/** After *Do Not Call* the number is never rung again. */
export function judgeSuppression({ audit, legs }, legsOf, differ) {
  for (const { call, payload } of audit.filter(({ kind, payload: said }) => kind === 'call.disposition' && said.suppressed)) {
    const number = legsOf[call]?.prospect[0]?.to;
    const saved = Date.parse(payload.wrap_up.saved_at);
    // A leg that was cleared in the same second is no breach.
    const later = legs.filter(({ to, created }) => to === number && Date.parse(created) > saved + 1000);
    for (const { sid } of later) differ(`${call}: ${sid} rang ${number} after its owner had forbidden it`);
  }
}

export function judgeItems(facts, legsOf, differ) {
  const { crm, views, journal } = facts;
  const activities = byExternalId(crm.activities);
  const tasks = byExternalId(crm.tasks);
  for (const other of crm.others) differ(`the CRM has something nobody asked for: ${JSON.stringify(other)}`);
  for (const [id, view] of Object.entries(views)) {
    const says = view.wrap_up ? journal.offered[id] : undefined;
    const made = take(activities, `call:${id}`);
    const due = take(tasks, `task:${id}`);
    const say = (sentence) => differ(`${id}: ${sentence}`);
    if (made.length !== (says ? 1 : 0)) say(`${made.length} activities instead of ${says ? 1 : 0}`);
    if (due.length !== (says?.task ? 1 : 0)) say(`${due.length} tasks instead of ${says?.task ? 1 : 0}`);
    const [agent, prospect] = [legsOf[id]?.agent[0], legsOf[id]?.prospect[0]];
    for (const item of made) judgeActivity(item.simple, { view, says, agent, prospect, facts }, say);
    for (const item of due) if (says?.task) same('task', item.simple, taskFields(view, says.task), say);
    if (view.crm.has_activity !== Boolean(says) || view.crm.has_task !== Boolean(says?.task) || view.crm.trouble) {
      say(`the screen says of the CRM ${JSON.stringify(view.crm)}`);
    }
  }
  for (const left of [...activities.keys(), ...tasks.keys()]) differ(`the CRM has ${left}, which belongs to no call`);
}

function judgeActivity(simple, { view, says, agent, prospect, facts }, say) {
  const { 'Date of Call': date, 'Recording URL': link, ...rest } = simple;
  same('activity', rest, activityFields(view, says, prospect), say);
  // The click comes moments before the carrier makes the leg; the CRM keeps whole seconds.
  const late = (Date.parse(agent?.created) - Date.parse(`${date}Z`)) / 1000;
  if (!(late >= -1 && late <= 15)) say(`its activity is dated ${date}, and the carrier had the call at ${agent?.created}`);
  const recording = recordingOf(prospect);
  if (!recording) {
    if (link) say(`its activity links to ${link}, and there is no recording`);
    return;
  }
  if (!link?.startsWith(`${facts.origin}/play_recording/${recording.sid}?key=`)) {
    say(`its activity links to ${link} instead of the recording ${recording.sid}`);
    return;
  }
  const opened = facts.links[link];
  if (![200, 206].includes(opened?.status) || opened.type !== 'audio/mpeg' || !(opened.bytes > 0)) say(`its recording opens as ${JSON.stringify(opened)}`);
}

function activityFields(view, says, prospect) {
  return {
    Title: `${view.lead_name}: ${says?.disposition}`,
    'Relationship to Master Lead': Number(view.lead),
    'Call Duration (seconds)': prospect?.duration,
    'Disposition Code': says?.disposition,
    'Agent Notes / Summary': says?.notes,
    'Seller Motivation Level': says?.motivation,
    'Next Action Date': says?.nextAction,
    'Target Asking Price': says?.price,
  };
}

function taskFields(view, { type, due }) {
  return { Title: `${type}: ${view.lead_name}`, 'Task Type': type, 'Due Date': due, 'Related Lead': Number(view.lead), Status: 'Open' };
}

/** Every field that should be there is right, and no other is there. */
function same(what, got, expected, say) {
  for (const field of new Set([...Object.keys(got), ...Object.keys(expected)])) {
    if (got[field] !== expected[field]) say(`its ${what} has ${field} ${JSON.stringify(got[field])} instead of ${JSON.stringify(expected[field])}`);
  }
}

function byExternalId(items) {
  const found = new Map();
  for (const item of items) found.set(item.external_id, [...(found.get(item.external_id) ?? []), item]);
  return found;
}

function take(found, id) {
  const items = found.get(id) ?? [];
  found.delete(id);
  return items;
}
