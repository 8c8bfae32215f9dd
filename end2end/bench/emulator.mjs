// Google's Firestore emulator for the measures: started once, a project of its own for each.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missing, start } from '../chaos/emulator.mjs';

let host;
let projects = 0;

/** What points a server, or a program, at an empty Firestore; none where this machine has no emulator. */
export async function firestore() {
  const why = missing();
  if (why) {
    console.error(`left out: ${why}`);
    return undefined;
  }
  host ??= await start(mkdtempSync(join(tmpdir(), 'twoleg-bench-')));
  projects += 1;
  return { FIRESTORE_EMULATOR_HOST: host, FIRESTORE_PROJECT_ID: `bench-${process.pid}-${projects}` };
}
