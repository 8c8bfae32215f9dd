// Cold start: from the process's start to the first answer of /healthz, each time with a fresh data folder.
import { Server } from '../server.mjs';
import { p50 } from '../stats.mjs';

const STARTS = 9;

export async function start() {
  const samples = [];
  for (let round = 0; round < STARTS; round += 1) {
    const server = await Server.start();
    samples.push(server.startMs);
    await server.stop();
  }
  return [{ what: 'cold start to first answer, median', value: p50(samples), unit: 'ms', budget: 200, note: `${STARTS} starts, slowest ${Math.max(...samples).toFixed(0)} ms` }];
}
