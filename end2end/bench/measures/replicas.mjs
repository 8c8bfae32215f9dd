// Two servers on one Firestore: Twilio's callback reaches B, the agent's screen hangs on A. How long until A tells it?
import { get } from 'node:http';
import { firestore } from '../emulator.mjs';
import { dial } from '../dial.mjs';
import { api, Connection } from '../http.mjs';
import { morePhones, withMoreLeads } from '../more_leads.mjs';
import { Server } from '../server.mjs';
import { callback, sid } from '../signed.mjs';
import { p50, p99 } from '../stats.mjs';

const ROUNDS = 60;
const WITHIN_MS = 10_000;
/** What the screen's news holds once the prospect's leg was heard of; the carrier refused the agent's. */
const REACHED = '"reached_out":true';
/** As rarely as a call's news comes. */
const BETWEEN_MS = 40;

export async function replicas() {
  const environment = await firestore();
  if (!environment) return [];
  const world = await Server.sandbox(withMoreLeads(ROUNDS));
  const shared = { ...environment, SANDBOX_ORIGIN: world.origin };
  const [a, b] = [await Server.start(shared), await Server.start(shared)];
  await a.signIn();
  const [screen, door] = [await Connection.open(a.port), await Connection.open(b.port)];
  const phones = morePhones();
  await world.sandboxApi('faults', { carrier_refuses: 'no_credit' });

  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id } = JSON.parse((await dial(a, screen, phones.next().value)).body.toString());
    const news = await follow(a, id);
    const told = news.next(REACHED);
    const began = performance.now();
    await door.timed(callback(b, id, 'prospect', { CallSid: sid() }, 'ringing', 1));
    times.push((await told) - began);
    news.close();
    // The call is over on every side, so that the next one may be placed.
    await door.timed(callback(b, id, 'prospect', { CallSid: sid() }, 'busy', 9));
    const form = { disposition: 'not_interested', notes: 'Bench.', motivation: '', next_action_date: '', asking_price: '' };
    await screen.timed(api(a, 'submit_call_data', { call_id: id, form }));
    await new Promise((next) => setTimeout(next, BETWEEN_MS));
  }
  screen.close();
  door.close();
  for (const server of [a, b, world]) await server.stop();
  return [
    { what: "callback at replica B to the screen's news at replica A, p50", value: p50(times), unit: 'ms', budget: 1000, note: `${times.length} calls on Firestore's emulator` },
    { what: "callback at replica B to the screen's news at replica A, p99", value: p99(times), unit: 'ms' },
  ];
}

/** The call's event stream at a server. */
function follow(server, id) {
  return new Promise((opened, fail) => {
    let wanted;
    let text = '';
    const asked = get(`${server.origin}/events/calls/${id}`, { headers: { host: server.host, cookie: server.cookie } }, (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        text += chunk;
        if (wanted && text.includes(wanted.words)) wanted.done(performance.now());
      });
      opened({
        next: (words) => new Promise((done, late) => {
          wanted = { words, done };
          setTimeout(() => late(new Error(`${words} was not told within ${WITHIN_MS} ms`)), WITHIN_MS).unref();
        }),
        close: () => asked.destroy(),
      });
    });
    asked.on('error', fail);
  });
}
