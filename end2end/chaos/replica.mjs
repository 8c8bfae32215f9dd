// A server under test: attached to the world, with files (or a Firestore) of its own that survive its deaths.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../lib/free_port.mjs';
import { signIn } from '../lib/sign_in.mjs';
import { ask, askJson } from './http.mjs';
import { Process } from './process.mjs';
import { START_WITHIN_MS, binary, environment, isHealthy } from './server.mjs';

/** The replicas share their sessions. */
const SESSION_KEY = 'a-key-of-the-torture-test-with-32-characters-or-more';
const SUPERVISOR = 'Dana Cole';

export class Replica {
  #process;
  #folder;
  #environment;
  #authority;
  /** The sessions of its agent, and of the supervisor. */
  #cookies = {};
  kills = 0;

  /** Prepared, not started. `store` holds what the store needs of the environment. */
  static async prepare({ name, agent, folder, world, door, store }) {
    const replica = new Replica();
    replica.name = name;
    replica.port = await freePort();
    replica.#folder = folder;
    replica.agent = agent;
    replica.#authority = new URL(door.origin).host;
    const attached = { SANDBOX_ORIGIN: world.origin, PUBLIC_URL: door.origin, SESSION_KEY };
    replica.#environment = { ...environment(replica.port, join(folder, name)), ...attached, ...store };
    return replica;
  }

  async start() {
    this.launch();
    await this.#process.until(() => isHealthy(this.port), START_WITHIN_MS);
    for (const name of [this.agent, SUPERVISOR]) this.#cookies[name] ??= await signIn(this.port, name, this.#authority);
  }

  /** Starts it without waiting for it. */
  launch() {
    const options = { env: this.#environment, cwd: this.#folder, log: join(this.#folder, `${this.name}.log`) };
    this.#process = new Process(binary, ['serve'], options);
  }

  /** Ends it this very moment, in the middle of whatever it does. */
  async kill() {
    this.kills += 1;
    await this.#process.end('SIGKILL');
  }

  /** Ends it as a deployment does. */
  async stop() {
    await this.#process.end('SIGTERM');
  }

  /** Whether it keeps its records in a file of its own. */
  get hasFile() {
    return existsSync(join(this.#folder, this.name, 'twoleg.sqlite'));
  }

  /** A server function, as the page calls it: `{ status, value }`. */
  api(name, value, person = this.agent) {
    return askJson(this.port, 'POST', `/api/${name}`, value, { origin: `http://127.0.0.1:${this.port}`, cookie: this.#cookies[person] });
  }

  /** What a supervisor asks for. */
  supervise(name, value) {
    return this.api(name, value, SUPERVISOR);
  }

  /** A supervisor's form of one of the plain pages; answers the status. */
  async post(path, fields) {
    const headers = { origin: `http://127.0.0.1:${this.port}`, 'content-type': 'application/x-www-form-urlencoded', cookie: this.#cookies[SUPERVISOR] };
    const body = new URLSearchParams(fields).toString();
    return (await ask(this.port, 'POST', path, { headers: { ...headers, 'content-length': body.length }, body })).status;
  }

  /** `twoleg …` with this server's settings: `{ done, said }`. */
  command(...words) {
    const options = { cwd: this.#folder, env: { ...this.#environment, RUST_LOG: 'error' }, maxBuffer: 2 ** 28, timeout: 60_000 };
    return new Promise((done) => {
      execFile(binary, words, options, (error, said, complained) => done({ done: !error, said: error ? said + complained : said }));
    });
  }
}
