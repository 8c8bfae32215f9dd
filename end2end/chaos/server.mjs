// The real binary, as it is started here: an environment made anew (a developer's `.env` may hold keys of live mode),
// a working folder without one, loopback only.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../bench/server.mjs';
import { ask } from './http.mjs';

const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
const places = [join(target, 'debug', 'twoleg'), join(root, 'target', 'debug', 'twoleg')];
export const binary = process.env.TWOLEG_BIN ? resolve(root, process.env.TWOLEG_BIN) : (places.find(existsSync) ?? places[0]);

export const START_WITHIN_MS = 30_000;

/** The environment of a server that listens on `port` and keeps its files in `folder`. */
export function environment(port, folder) {
  mkdirSync(folder, { recursive: true });
  return {
    PATH: process.env.PATH,
    RUST_LOG: 'info',
    NO_COLOR: '1',
    NO_PROXY: '*',
    LEPTOS_TOML: join(root, 'Leptos.toml'),
    LEPTOS_SITE_ROOT: join(root, 'target', 'site'),
    LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
    DATA_DIR: folder,
    SANDBOX_LIMITS: 'off',
  };
}

export async function isHealthy(port) {
  try {
    return (await ask(port, 'GET', '/healthz', { patienceMs: 1000 })).status === 200;
  } catch {
    return false;
  }
}
