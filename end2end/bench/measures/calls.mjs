// Whole calls, one after the other, with a registered browser that picks up: the click, a busy line, the form.
import { setTimeout as pause } from 'node:timers/promises';
import { Browser } from '../browser.mjs';
import { dial, open } from '../dial.mjs';
import { api, Connection, request } from '../http.mjs';
import { BUSY, NO_ANSWER, phoneEndingIn } from '../leads.mjs';
import { quantiles } from '../metrics.mjs';
import { morePhones, withMoreLeads } from '../more_leads.mjs';
import { Server } from '../server.mjs';
import { p50, p99, sample } from '../stats.mjs';
import { Tap } from '../tap.mjs';

const WARM_UP = 10;
const CALLS = 150;
const PAGES = 500;
const LIMIT_MS = 20_000;
/** A call takes milliseconds at the bench's pace. */
const OVER_WITHIN_MS = 20_000;

const FORM = { disposition: 'voicemail', notes: 'Left a message about the house.', motivation: 'high', next_action_date: '', asking_price: '185k' };

/** Dials, forms and pages, with nothing between the server and its carrier. */
export async function calls() {
  // One in ten is busy.
  const desk = await Desk.open(withMoreLeads(10 * (WARM_UP + CALLS)));
  const phones = morePhones(BUSY);
  const [first] = morePhones(BUSY);
  const fresh = await pageTimes(desk, first);
  await sample(WARM_UP, LIMIT_MS, () => desk.work(phones.next().value));
  const worked = await sample(CALLS, LIMIT_MS, () => desk.work(phones.next().value));
  const dials = worked.map(({ dialMs }) => dialMs);
  const saved = worked.map(({ savedMs }) => savedMs);
  const own = quantiles((await desk.connection.timed(request(desk.server, 'GET', '/metrics'))).body.toString(), 'twoleg_click_seconds');
  const called = await pageTimes(desk, first);
  await desk.close();
  return [
    { what: 'dial, end to end, p50', value: p50(dials), unit: 'ms', note: `${dials.length} calls; decision, durable record, the sandbox's REST answer, its outcome made durable` },
    { what: 'dial, end to end, p99', value: p99(dials), unit: 'ms' },
    ...(own ? [{ what: "click, server's own histogram, p50", value: own.p50 * 1000, unit: 'ms', budget: 1 }, { what: "click, server's own histogram, p99", value: own.p99 * 1000, unit: 'ms', budget: 10 }] : []),
    { what: 'disposition saved, p50', value: p50(saved), unit: 'ms', budget: 2, note: `${saved.length} forms; durable when answered` },
    { what: 'disposition saved, p99', value: p99(saved), unit: 'ms' },
    { what: 'workspace page, lead cached, p50', value: p50(fresh), unit: 'ms', budget: 1, note: `${fresh.length} pages, whole; no call with the lead yet` },
    { what: 'workspace page, lead cached, p99', value: p99(fresh), unit: 'ms' },
    { what: 'the same once the lead was called, p50', value: p50(called), unit: 'ms', note: `${called.length} pages; the call with the lead is on it` },
  ];
}

/** Podio's requests for one lead: opened, called, dispositioned, with its activity and its task. */
export async function requestsOfALead() {
  const tap = await Tap.start();
  const desk = await Desk.open(tap.environment);
  const [first, second] = [await phoneEndingIn(desk.server, desk.connection, NO_ANSWER), await phoneEndingIn(desk.server, desk.connection, BUSY)];
  await desk.close();
  const fresh = await Desk.open(tap.environment);
  // The first lead makes the server sign in and read the apps' schemas, which it keeps.
  await fresh.workToTheEnd(first);
  const before = tap.seen.length;
  await fresh.workToTheEnd(second);
  const count = tap.podioRequests(before);
  await fresh.close();
  tap.close();
  return [{ what: 'Podio requests per lead worked', value: count, unit: '', budget: 3, note: 'page, Call Activity, task; tokens and schemas apart' }];
}

/** Milliseconds for the lead's page, many times. */
async function pageTimes({ server, connection }, phone) {
  const page = request(server, 'GET', `/workspace?item_id=${phone.item_id}`);
  const once = async () => (await connection.timed(page)).ms;
  await sample(50, LIMIT_MS, once);
  return sample(PAGES, LIMIT_MS, once);
}

/** An agent at work: a server of their own, a connection, a registered browser. */
class Desk {
  static async open(environment) {
    const desk = new Desk();
    desk.server = await Server.sandbox(environment);
    desk.connection = await Connection.open(desk.server.port);
    const { token } = await desk.connection.json(api(desk.server, 'token', {}));
    desk.browser = await Browser.register(desk.server, token);
    return desk;
  }

  /** One call from the click to *Saved*. */
  async work(phone) {
    await open(this.server, this.connection, phone);
    const dialled = await dial(this.server, this.connection, phone);
    const { id } = JSON.parse(dialled.body.toString());
    const sid = await this.browser.pickUp();
    await this.#until(id, 'over for the prospect', (call) => call.phase.ended !== undefined);
    // The agent need not hear out why.
    this.browser.hangUp(sid);
    await this.#until(id, 'over', (call) => !call.open);
    const { ms } = await this.connection.timed(api(this.server, 'submit_call_data', { call_id: id, form: FORM }));
    return { id, dialMs: dialled.ms, savedMs: ms };
  }

  /** Opens the lead, works it, and waits until the CRM has it. */
  async workToTheEnd(phone) {
    await this.connection.timed(request(this.server, 'GET', `/workspace?item_id=${phone.item_id}`));
    const { id } = await this.work(phone);
    await this.#until(id, 'in the CRM', ({ crm }) => crm.has_activity && crm.has_task);
    // A late callback would be one more update of the activity: let it come.
    await pause(500);
  }

  async close() {
    this.browser.close();
    this.connection.close();
    await this.server.stop();
  }

  async #until(id, what, fits) {
    const until = performance.now() + OVER_WITHIN_MS;
    for (;;) {
      const call = await this.connection.json(api(this.server, 'call_view', { call_id: id }));
      if (fits(call)) return;
      if (performance.now() > until) throw new Error(`a call was never ${what}: ${JSON.stringify(call)}`);
      await pause(5);
    }
  }
}
