// The Firestore emulator, where this machine has one.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../lib/free_port.mjs';
import { Process } from './process.mjs';

const INSIDE = 'platform/cloud-firestore-emulator/cloud-firestore-emulator.jar';
const SDKS = ['/usr/lib', '/usr/share', '/opt', '/usr/local/share', '/opt/homebrew/share'].map((place) => `${place}/google-cloud-sdk`);
const MAIN = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
const START_WITHIN_MS = 60_000;

/** Why there can be no emulator here, as a sentence; none when there can. */
export function missing() {
  if (!jar()) return 'the Firestore emulator is not installed (FIRESTORE_EMULATOR_JAR names its jar)';
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'the Firestore emulator needs java, which is not installed';
  }
}

/** Starts it; answers `host:port`. */
export async function start(folder) {
  const port = await freePort();
  const words = ['-Xmx512m', '-Duser.language=en', '-cp', jar(), MAIN, 'start', '--host=127.0.0.1', `--port=${port}`];
  const env = { PATH: process.env.PATH, HOME: folder };
  const emulator = new Process('java', words, { env, cwd: folder, log: join(folder, 'emulator.log') });
  await emulator.until(() => listens(port), START_WITHIN_MS);
  return `127.0.0.1:${port}`;
}

function jar() {
  const sdks = [process.env.CLOUDSDK_ROOT_DIR, join(homedir(), 'google-cloud-sdk'), ...SDKS, '/snap/google-cloud-sdk/current'].filter(Boolean);
  return [process.env.FIRESTORE_EMULATOR_JAR, ...sdks.map((sdk) => join(sdk, INSIDE))].find((path) => path && existsSync(path));
}

function listens(port) {
  return new Promise((done) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => done(true) || probe.destroy());
    probe.once('error', () => done(false));
  });
}
