// The real binary on a free port, with a fresh data folder on the disk that the build is on (a RAM disk would make
// durability free). Sandbox mode unless told otherwise; loopback only.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../lib/free_port.mjs';
import { signIn } from '../lib/sign_in.mjs';
import { Connection, request } from './http.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const binary = resolve(root, process.env.TWOLEG_BIN ?? join('target', 'release', 'twoleg'));
export const folder = join(root, 'target', 'bench');

/** One in the afternoon in New York, a Friday: calls are allowed everywhere. */
const NOON = '2026-11-20T18:00:00Z';
const START_WITHIN_MS = 30_000;

const running = new Set();
process.on('exit', () => running.forEach((server) => server.kill()));
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) process.on(signal, () => process.exit(code));

export class Server {
  #data;
  #workdir;
  #process;
  #log = '';

  /** A server that has answered; `startMs` is the time from its start to that answer. */
  static async start(environment = {}) {
    const server = new Server();
    server.port = await freePort();
    // Servers that share a store share their sessions.
    await server.#up({ SESSION_KEY: 'a-key-of-the-bench-with-32-characters-or-more', ...environment });
    return server;
  }

  /** A server in sandbox mode, at an hour at which calls are allowed. */
  static async sandbox(environment = {}) {
    const server = await Server.start({ SANDBOX_CLOCK: NOON, ...environment });
    await server.signIn();
    return server;
  }

  get host() {
    return `localhost:${this.port}`;
  }

  get origin() {
    return `http://${this.host}`;
  }

  get pid() {
    return this.#process.pid;
  }

  /** Signs an agent in: the requests of `api` are theirs from then on. */
  async signIn(name = 'Maya Ortiz') {
    this.cookie = await signIn(this.port, name);
  }

  /** Turns one of the sandbox's switches. */
  async sandboxApi(name, body) {
    const connection = await Connection.open(this.port);
    const headers = { 'content-type': 'application/json' };
    await connection.timed(request(this, 'POST', `/sandbox/api/${name}`, { headers, body: JSON.stringify(body) }));
    connection.close();
  }

  /** Resident memory in bytes; none where the kernel does not tell. */
  residentBytes() {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(this.#proc('status')) ?? [];
    return kilobytes && Number(kilobytes) * 1024;
  }

  /** Seconds of processor time so far; none where the kernel does not tell. */
  cpuSeconds() {
    // Fields 14 and 15 of proc(5), in hundredths of a second; the name before them ends with the last bracket.
    const fields = this.#proc('stat').replace(/^.*\) /s, '').split(' ');
    return fields.length > 12 ? (Number(fields[11]) + Number(fields[12])) / 100 : undefined;
  }

  async stop() {
    const gone = once(this.#process, 'exit');
    this.kill();
    await gone;
  }

  /** Ends the process this very moment, and removes what it wrote. */
  kill() {
    this.#process.kill('SIGKILL');
    running.delete(this);
    rmSync(this.#data, { recursive: true, force: true });
    rmSync(this.#workdir, { recursive: true, force: true });
  }

  async #up(environment) {
    mkdirSync(folder, { recursive: true });
    this.#data = mkdtempSync(join(folder, 'data-'));
    // Not in the checkout: a developer's .env there may hold the keys of live mode. For the same reason the
    // environment is made anew.
    this.#workdir = mkdtempSync(join(tmpdir(), 'twoleg-bench-'));
    const env = {
      PATH: process.env.PATH,
      RUST_LOG: 'warn',
      LEPTOS_TOML: join(root, 'Leptos.toml'),
      LEPTOS_SITE_ROOT: join(root, 'target', 'site'),
      LEPTOS_SITE_ADDR: `127.0.0.1:${this.port}`,
      DATA_DIR: this.#data,
      SANDBOX_PACE: '0.01',
      SANDBOX_LIMITS: 'off',
      NO_PROXY: '*',
      ...environment,
    };
    const from = performance.now();
    this.#process = spawn(binary, ['serve'], { cwd: this.#workdir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this);
    const keep = (chunk) => (this.#log = (this.#log + chunk).slice(-4000));
    this.#process.stdout.on('data', keep);
    this.#process.stderr.on('data', keep);
    const ended = Promise.race([
      once(this.#process, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}:\n${this.#log}`))),
      once(this.#process, 'error').then(([error]) => Promise.reject(error)),
    ]);
    ended.catch(() => undefined);
    await Promise.race([this.#answers(from), ended]);
    this.startMs = performance.now() - from;
  }

  async #answers(from) {
    while (!(await reachable(this.port))) {
      if (performance.now() - from > START_WITHIN_MS) throw new Error(`the server does not listen:\n${this.#log}`);
      await new Promise((next) => setTimeout(next, 1));
    }
    const connection = await Connection.open(this.port);
    await connection.timed(request(this, 'GET', '/healthz'));
    connection.close();
  }

  #proc(file) {
    try {
      return readFileSync(`/proc/${this.pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  }
}

function reachable(port) {
  return new Promise((done) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => done(true) || probe.destroy());
    probe.once('error', () => done(false));
  });
}
