// What the store does by itself, without HTTP, signatures and an outbox at work: the raw rate that the webhooks' rate is
// held against, and the outbox drained by four workers.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { firestore } from '../emulator.mjs';
import { binary, folder } from '../server.mjs';

export async function store() {
  const program = [process.env.CARGO_TARGET_DIR && join(process.env.CARGO_TARGET_DIR, 'release'), dirname(binary)]
    .filter(Boolean)
    .map((place) => join(place, 'examples', 'rates'))
    .find((path) => existsSync(path));
  if (!program) throw new Error('there is no rates program: cargo build --release -p store --example rates --features conformance');
  mkdirSync(folder, { recursive: true });
  const data = mkdtempSync(join(folder, 'rates-'));
  const sqlite = run(program, [data]);
  rmSync(data, { recursive: true, force: true });
  const emulator = await firestore();
  const there = emulator ? run(program, ['firestore', emulator.FIRESTORE_EMULATOR_HOST, emulator.FIRESTORE_PROJECT_ID]) : [];
  return [...sqlite, ...there].flatMap(rows);
}

function run(program, words) {
  const lines = execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

function rows({ home, what, count, owed, per_second, p50_ms, p99_ms }) {
  const where = home === 'sqlite' ? 'SQLite' : "Firestore's emulator";
  if (what === 'outbox') {
    if (count !== owed) throw new Error(`${owed} entries were owed, ${count} were done`);
    return [{ what: `outbox, ${where}, four workers`, value: per_second, unit: '/s', more: true, note: `${count} entries, each leased and finished once` }];
  }
  return [
    { what: `the store alone, ${where}`, value: per_second, unit: '/s', more: true, note: `${count} units of event, record and audit row, 16 at once` },
    { what: `the store alone, ${where}, p50`, value: p50_ms, unit: 'ms' },
    { what: `the store alone, ${where}, p99`, value: p99_ms, unit: 'ms' },
  ];
}
