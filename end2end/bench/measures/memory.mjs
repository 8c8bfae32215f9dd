// Resident memory of a server that has shown a page and rests: in live mode (a sandbox stands in for Twilio and
// Podio), and in sandbox mode, where the carrier and the CRM live in the same process.
import { setTimeout as pause } from 'node:timers/promises';
import { liveMode } from '../accounts.mjs';
import { api, Connection, request } from '../http.mjs';
import { Server } from '../server.mjs';

const REST_MS = 2_000;

export async function memory() {
  const sandbox = await Server.sandbox();
  const live = await Server.start(liveMode(sandbox.port));
  await showAPage(live);
  await showAPage(sandbox);
  await pause(REST_MS);
  const [liveBytes, sandboxBytes] = [live.residentBytes(), sandbox.residentBytes()];
  await live.stop();
  await sandbox.stop();
  if (liveBytes === undefined) return []; // only Linux tells
  return [
    { what: 'resident memory, idle, live mode', value: liveBytes / 1e6, unit: 'MB', budget: 40, note: 'after the leads and one page' },
    { what: 'resident memory, idle, sandbox mode', value: sandboxBytes / 1e6, unit: 'MB', note: 'carrier and CRM in the same process' },
  ];
}

async function showAPage(server) {
  const connection = await Connection.open(server.port);
  const [lead] = await connection.json(api(server, 'leads', {}));
  await connection.timed(request(server, 'GET', `/workspace?item_id=${lead.id}`));
  connection.close();
}
