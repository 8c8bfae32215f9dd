// Gathers what the servers say, what is in their store, and what is true.
import { ask } from './http.mjs';

/** The facts that `truth.mjs` judges: plain data, so that they can be kept with a failed run, and spoiled. */
export async function collect({ world, door, replicas, agents, journal }) {
  const [{ replica }] = agents;
  const [verified, owed, exported] = [
    await replica.command('audit', 'verify'),
    await replica.command('outbox', 'list'),
    await replica.command('audit', 'export', '--format', 'jsonl'),
  ];
  const audit = exported.said.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const legs = await world.look('calls');
  const crm = await world.look('crm');
  return {
    origin: door.origin,
    audit,
    verified,
    owed,
    legs,
    crm: { activities: crm.activities, tasks: crm.tasks, others: [...crm.native_tasks, ...crm.comments] },
    views: await views(audit, agents),
    histories: await histories(audit, replicas[0]),
    links: await links(crm.activities, door),
    journal: {
      accepted: [...journal.accepted],
      offered: Object.fromEntries([...journal.offered].map(([id, { says }]) => [id, says])),
      saved: [...journal.saved],
      oddities: journal.oddities,
    },
  };
}

/** Each call as the server of its agent shows it. */
async function views(audit, agents) {
  const views = {};
  for (const { kind, call, agent } of audit) {
    if (kind !== 'call.clicked') continue;
    const desk = (agents.find(({ id }) => id === agent) ?? agents[0]).desk;
    views[call] = await desk.view(call);
  }
  return views;
}

/** The ids of the calls that each lead's page shows. */
async function histories(audit, replica) {
  const leads = new Set(audit.filter(({ kind }) => kind === 'call.clicked').map(({ payload }) => String(payload.lead)));
  const shown = {};
  for (const lead of leads) {
    const { value } = await replica.supervise('open_lead', { query: { item_id: lead } });
    shown[lead] = value.calls?.map(({ id }) => id);
  }
  return shown;
}

/** What each activity's link to a recording opens, through the door. */
async function links(activities, door) {
  const opened = {};
  for (const { simple } of activities) {
    const link = simple['Recording URL'];
    if (!link) continue;
    const { pathname, search, origin } = new URL(link);
    if (origin !== door.origin) {
      opened[link] = { problem: 'it leads elsewhere' };
      continue;
    }
    const { status, headers, body } = await ask(door.port, 'GET', pathname + search, { headers: { range: 'bytes=0-' } });
    opened[link] = { status, type: headers['content-type'], bytes: body.length };
  }
  return opened;
}
