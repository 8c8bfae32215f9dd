// The server's own share of a click, and what Podio is asked. The carrier and the CRM are reached through a tap, so
// it is known when the server asked them. The carrier refuses every call: then the next click may follow at once.
import { dial, open } from '../dial.mjs';
import { api, Connection, request } from '../http.mjs';
import { morePhones, withMoreLeads } from '../more_leads.mjs';
import { Server } from '../server.mjs';
import { p50, p99, sample } from '../stats.mjs';
import { Tap } from '../tap.mjs';

const WARM_UP = 50;
const CLICKS = 500;
const LIMIT_MS = 20_000;

export async function click() {
  const tap = await Tap.start();
  const server = await Server.sandbox({ ...tap.environment, ...withMoreLeads(WARM_UP + CLICKS) });
  const connection = await Connection.open(server.port);
  const phones = morePhones();
  await connection.json(api(server, 'leads', {}));
  if (tap.seen.length === 0) throw new Error("the server's clients do not go through HTTP_PROXY: the tap sees nothing");
  await server.sandboxApi('faults', { carrier_refuses: 'no_credit' });
  const once = async () => {
    const phone = phones.next().value;
    await open(server, connection, phone);
    const before = tap.seen.length;
    const { from, to } = await dial(server, connection, phone);
    const { asked, answered } = tap.callAsked(before);
    return { before: asked - from, after: to - answered };
  };
  await sample(WARM_UP, LIMIT_MS, once);
  const samples = await sample(CLICKS, LIMIT_MS, once);
  const before = samples.map((sample) => sample.before);
  const after = samples.map((sample) => sample.after);
  const requests = await requestsOfAPage(server, connection, tap);
  connection.close();
  await server.stop();
  tap.close();
  return [
    { what: 'click to "Twilio asked", p50', value: p50(before), unit: 'ms', budget: 1, note: `${samples.length} clicks; decision, durable record, one hop of loopback each way` },
    { what: 'click to "Twilio asked", p99', value: p99(before), unit: 'ms', budget: 10 },
    { what: "Twilio's answer to the click's, p50", value: p50(after), unit: 'ms', note: 'its outcome made durable; Twilio refuses here' },
    ...requests,
  ];
}

/** Podio's requests for a workspace page: a lead that was not read lately, and the same again. */
async function requestsOfAPage(server, connection, tap) {
  // The list of leads fills the cache, so another server is the way to a lead that is not in it.
  const rows = await connection.json(api(server, 'leads', {}));
  const cold = await Server.sandbox(tap.environment);
  const link = await Connection.open(cold.port);
  // The first page also signs in and reads the app's schema; both are kept.
  await link.timed(workspace(cold, rows[0].id));
  const count = async () => {
    const before = tap.seen.length;
    await link.timed(workspace(cold, rows[1].id));
    return tap.podioRequests(before);
  };
  const [first, again] = [await count(), await count()];
  link.close();
  await cold.stop();
  return [
    { what: 'Podio requests, page of a lead not read lately', value: first, unit: '', budget: 1 },
    { what: 'Podio requests, the same page again', value: again, unit: '', budget: 0 },
  ];
}

function workspace(server, lead) {
  return request(server, 'GET', `/workspace?item_id=${lead}`);
}
