// The torture test: calls of every kind while callbacks, the carrier, the CRM, the network and the servers themselves
// fail, and at the end nothing may be lost. After `make server`: node end2end/chaos/chaos.mjs [--calls N]
// [--store sqlite|firestore] [--seed S] [--short]. TWOLEG_BIN names another binary. Exits with 1 on any difference.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../bench/server.mjs';
import { report } from './report.mjs';
import { run } from './run.mjs';
import { binary } from './server.mjs';
import { spoil } from './spoil.mjs';
import * as emulator from './emulator.mjs';

const MOST = 350;
const options = {
  calls: { type: 'string' },
  store: { type: 'string', default: 'sqlite' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  short: { type: 'boolean', default: false },
};
const { calls, store, seed, short } = read();
const most = Number(calls ?? (short ? 40 : 300));
// The sandbox lists all of its legs on one page, and a server reads a mebibyte of it at most.
if (!Number.isInteger(most) || most < 1 || most > MOST) fail(`--calls must be a number of calls, at most ${MOST}.`);
if (!['sqlite', 'firestore'].includes(store)) fail('--store must be sqlite or firestore.');
if (!existsSync(binary)) fail(`There is no ${binary}: run make server first, or name a binary in TWOLEG_BIN.`);
if (store === 'firestore' && emulator.missing()) {
  console.log(`Skipped: ${emulator.missing()}.`);
  process.exit(0);
}

const folder = join(root, 'target', 'chaos', `${store}-${seed}`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
console.log(`${most} calls, ${store}, seed ${seed}, ${binary}`);
try {
  const done = await run({ most, store, seed, short, folder });
  report(done);
  const { tried, missed } = spoil(done.facts);
  console.log(`\nThe oracle was tried on ${tried} spoiled copies of these facts, and missed ${missed.length}.`);
  const wrong = [...done.wrong, ...missed.map((name) => `the oracle does not notice when ${name}`)];
  if (wrong.length > 0) {
    writeFileSync(join(folder, 'facts.json'), JSON.stringify(done.facts, null, 1));
    writeFileSync(join(folder, 'differences.txt'), `${wrong.join('\n')}\n`);
    fail(`\n${wrong.length} differences:\n${wrong.map((sentence) => `  ${sentence}`).join('\n')}\n\nLogs and facts: ${folder}`);
  }
  console.log('Nothing was lost.');
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
} catch (error) {
  fail(`${error.stack}\n\nLogs: ${folder}`);
}
process.exit(0);

function read() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(error.message);
  }
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
