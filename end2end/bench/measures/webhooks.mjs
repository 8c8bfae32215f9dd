// Status callbacks of many calls, signed beforehand, over 16 keep-alive connections with one request each under way.
// Every one is news, so every one has to be durable before its answer.
import { createHmac, randomBytes } from 'node:crypto';
import { ACCOUNT_SID, AUTH_TOKEN } from '../accounts.mjs';
import { api, Connection, request } from '../http.mjs';
import { BUSY, phoneEndingIn } from '../leads.mjs';
import { total } from '../metrics.mjs';
import { Server } from '../server.mjs';
import { p50, p99, sample } from '../stats.mjs';

const CONNECTIONS = 16;
const CALLS = 1_000;
const CALLBACKS = 40_000;
const LIMIT_MS = 10_000;
const STATUSES = ['initiated', 'ringing', 'in-progress', 'completed'];

export async function webhooks() {
  const server = await Server.sandbox();
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(server.port)));
  const [connection] = connections;
  const calls = await manyCalls(server, connection);
  const callbacks = prepare(server, calls);

  const ceiling = await load(connections, Array(callbacks.length).fill(request(server, 'GET', '/healthz')), LIMIT_MS / 4);
  await load(connections, callbacks.splice(0, 2_000), LIMIT_MS);
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
    { what: 'webhooks, verified and durable', value: run.rate, unit: '/s', budget: 20_000, more: true, note: `${run.times.length} callbacks; on the same cores the bench itself takes ${ownShare.toFixed(0)} % of one` },
    { what: 'webhooks, p50', value: p50(run.times), unit: 'ms' },
    { what: 'webhooks, p99', value: p99(run.times), unit: 'ms', budget: 5 },
    ...(perCallback === undefined ? [] : [{ what: "webhooks, server's processor time each", value: perCallback, unit: 'µs', note: 'the outbox, which each ending call feeds, included' }]),
    { what: 'GET /healthz, the same way', value: ceiling.rate, unit: '/s', more: true, note: 'what the bench and the HTTP layer can do at most here' },
  ];
}

/** Calls that the carrier refused: they exist, and owe nothing. */
async function manyCalls(server, connection) {
  const dial = api(server, 'dial', await phoneEndingIn(server, connection, BUSY));
  await server.sandboxApi('faults', { carrier_refuses: 'no_credit' });
  return sample(CALLS, LIMIT_MS, async () => (await connection.json(dial)).id);
}

/** Both legs of every call from initiated to completed, round after round with new CallSids. */
function prepare(server, calls) {
  const callbacks = [];
  while (callbacks.length < CALLBACKS) {
    const sids = calls.map((call) => ({ call, agent: sid(), prospect: sid() }));
    for (const [sequence, status] of STATUSES.entries()) {
      for (const { call, agent, prospect } of sids) {
        callbacks.push(callback(server, call, 'agent', { CallSid: agent }, status, sequence));
        callbacks.push(callback(server, call, 'prospect', { CallSid: prospect, ParentCallSid: agent }, status, sequence));
      }
    }
  }
  return callbacks.slice(0, CALLBACKS);
}

const sid = () => `CA${randomBytes(16).toString('hex')}`;

/** One callback with Twilio's parameters, and Twilio's signature: HMAC-SHA1 over the address and the sorted form. */
function callback(server, call, leg, sids, status, sequence) {
  const path = `/call_status?call_id=${call}&leg=${leg}`;
  const form = {
    AccountSid: ACCOUNT_SID,
    ApiVersion: '2010-04-01',
    CallStatus: status,
    CallbackSource: 'call-progress-events',
    Called: '+13125550104',
    Caller: '+18135550100',
    Direction: 'outbound-api',
    From: '+18135550100',
    SequenceNumber: String(sequence),
    Timestamp: 'Fri, 20 Nov 2026 18:00:00 +0000',
    To: '+13125550104',
    ...sids,
    ...(status === 'completed' ? { CallDuration: '41', Duration: '1' } : {}),
  };
  const signed = server.origin + path + Object.keys(form).sort().map((name) => name + form[name]).join('');
  const signature = createHmac('sha1', AUTH_TOKEN).update(signed).digest('base64');
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', 'user-agent': 'TwilioProxy/1.1', 'x-twilio-signature': signature };
  return request(server, 'POST', path, { headers, body: new URLSearchParams(form).toString() });
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
