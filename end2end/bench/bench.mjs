// Measures Twoleg against its budgets, each beside its measure: `make bench`, or `node end2end/bench/bench.mjs` after
// `make build`. Words after it choose single measures; TWOLEG_BIN names another binary. A slow number never fails the
// run; an error does.
import { existsSync } from 'node:fs';
import { machine } from './machine.mjs';
import { agent } from './measures/agent.mjs';
import { calls, requestsOfALead } from './measures/calls.mjs';
import { click } from './measures/click.mjs';
import { decisions, lists, wholeRegistry } from './measures/compliance.mjs';
import { memory } from './measures/memory.mjs';
import { replicas } from './measures/replicas.mjs';
import { sizes } from './measures/sizes.mjs';
import { start } from './measures/start.mjs';
import { store } from './measures/store.mjs';
import { webhooks, webhooksOnFirestore } from './measures/webhooks.mjs';
import { report } from './report.mjs';
import { binary } from './server.mjs';

const MEASURES = { sizes, start, click, calls, requestsOfALead, webhooks, webhooksOnFirestore, store, replicas, memory, agent, decisions, lists };
/** Those that are only run by name. */
const LONG = { wholeRegistry };
const ALL = { ...MEASURES, ...LONG };

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MEASURES);
const unknown = chosen.filter((name) => !Object.hasOwn(ALL, name));
if (unknown.length > 0) fail(`There is no measure ${unknown.join(', ')}. There are: ${Object.keys(ALL).join(', ')}.`);
if (!existsSync(binary)) fail(`There is no ${binary}: run make build first, or name a binary in TWOLEG_BIN.`);

try {
  const where = machine();
  const rows = [];
  for (const name of chosen) {
    console.error(`measuring: ${name}`);
    rows.push(...(await ALL[name]()));
  }
  report(where, rows);
} catch (error) {
  fail(error);
}
process.exit(0);

function fail(why) {
  console.error(why);
  process.exit(1);
}
