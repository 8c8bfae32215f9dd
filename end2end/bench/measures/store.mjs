// What the store does by itself, without HTTP, signatures and an outbox at work: the raw rate that the webhooks' rate is
// held against, and the outbox drained by four workers.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { firestore } from '../emulator.mjs';
import { example } from '../example.mjs';
import { folder } from '../server.mjs';

export async function store() {
  mkdirSync(folder, { recursive: true });
  const data = mkdtempSync(join(folder, 'rates-'));
  const sqlite = example('rates', [data]);
  rmSync(data, { recursive: true, force: true });
  const emulator = await firestore();
  const there = emulator ? example('rates', ['firestore', emulator.FIRESTORE_EMULATOR_HOST, emulator.FIRESTORE_PROJECT_ID]) : [];
  return [...sqlite, ...there].flatMap(rows);
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
