// Status callbacks of many calls, signed beforehand, over 16 keep-alive connections with one request each under way.
// Every one is news, so every one has to be durable before its answer.
import { dial } from '../dial.mjs';
import { Connection, request } from '../http.mjs';
import { firestore } from '../emulator.mjs';
import { total } from '../metrics.mjs';
import { morePhones, withMoreLeads } from '../more_leads.mjs';
import { Server } from '../server.mjs';
import { callback, sid } from '../signed.mjs';
import { p50, p99, sample } from '../stats.mjs';

const CONNECTIONS = 16;
const CALLS = 1_000;
const CALLBACKS = 40_000;
const LIMIT_MS = 10_000;
const STATUSES = ['initiated', 'ringing', 'in-progress', 'completed'];

export async function webhooks() {
  return measure('', {}, CALLBACKS, { rate: 20_000, p99: 5 });
}

/** The same with the call log in Firestore's emulator, which says more of the emulator than of Firestore. */
export async function webhooksOnFirestore() {
  const environment = await firestore();
  return environment ? measure(' on the emulator', environment, CALLBACKS / 8, {}) : [];
}

async function measure(where, environment, most, budget) {
  const server = await Server.sandbox({ ...environment, ...withMoreLeads(CALLS) });
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(server.port)));
  const [connection] = connections;
  const calls = await manyCalls(server, connection);
  const callbacks = prepare(server, calls, most);

  const ceiling = await load(connections, Array(callbacks.length).fill(request(server, 'GET', '/healthz')), LIMIT_MS / 4);
  await load(connections, callbacks.splice(0, most / 20), LIMIT_MS);
  const taken = async () => total((await connection.timed(request(server, 'GET', '/metrics'))).body.toString(), 'twoleg_callbacks_total');
  const [before, serverCpu, ownCpu] = [await taken(), server.cpuSeconds(), process.cpuUsage()];
  const run = await load(connections, callbacks, LIMIT_MS);
  const cpu = server.cpuSeconds() - serverCpu;
  const { user, system } = process.cpuUsage(ownCpu);
  const written = (await taken()) - before;
  if (written !== run.times.length) throw new Error(`${run.times.length} callbacks were answered, ${written} were written as news`);

  connections.forEach((connection) => connection.close());
  await server.stop();
  const perCallback = Number.isNaN(cpu) ? undefined : (cpu / run.times.length) * 1e6;
  const ownShare = (user + system) / 1e4 / run.seconds;
  return [
    { what: `webhooks${where}, verified and durable`, value: run.rate, unit: '/s', budget: budget.rate, more: true, note: `${run.times.length} callbacks; on the same cores the bench itself takes ${ownShare.toFixed(0)} % of one` },
    { what: `webhooks${where}, p50`, value: p50(run.times), unit: 'ms' },
    { what: `webhooks${where}, p99`, value: p99(run.times), unit: 'ms', budget: budget.p99 },
    ...(perCallback === undefined ? [] : [{ what: `webhooks${where}, server's processor time each`, value: perCallback, unit: 'µs', note: 'the outbox, which each ending call feeds, included' }]),
    ...(where ? [] : [{ what: 'GET /healthz, the same way', value: ceiling.rate, unit: '/s', more: true, note: 'what the bench and the HTTP layer can do at most here' }]),
  ];
}

/** Calls that the carrier refused: they exist, and owe nothing. */
async function manyCalls(server, connection) {
  const phones = morePhones();
  await server.sandboxApi('faults', { carrier_refuses: 'no_credit' });
  return sample(CALLS, LIMIT_MS, async () => JSON.parse((await dial(server, connection, phones.next().value)).body.toString()).id);
}

/** Both legs of every call from initiated to completed, round after round with new CallSids. */
function prepare(server, calls, most) {
  const callbacks = [];
  while (callbacks.length < most) {
    const sids = calls.map((call) => ({ call, agent: sid(), prospect: sid() }));
    for (const [sequence, status] of STATUSES.entries()) {
      for (const { call, agent, prospect } of sids) {
        callbacks.push(callback(server, call, 'agent', { CallSid: agent }, status, sequence));
        callbacks.push(callback(server, call, 'prospect', { CallSid: prospect, ParentCallSid: agent }, status, sequence));
      }
    }
  }
  return callbacks.slice(0, most);
}

/** Sends them all, each connection taking the next one as it gets free; stops after `limitMs`. */
async function load(connections, requests, limitMs) {
  const times = [];
  let next = 0;
  const from = performance.now();
  const work = async (connection) => {
    while (next < requests.length && performance.now() - from < limitMs) {
      const bytes = requests[next];
      next += 1;
      times.push((await connection.timed(bytes)).ms);
    }
  };
  await Promise.all(connections.map(work));
  const seconds = (performance.now() - from) / 1000;
  return { times, seconds, rate: times.length / seconds };
}
