// A server under test: attached to the world, with files (or a Firestore) of its own that survive its deaths.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../bench/server.mjs';
import { ask, askJson } from './http.mjs';
import { Process } from './process.mjs';
import { START_WITHIN_MS, binary, environment, isHealthy } from './server.mjs';

export class Replica {
  #process;
  #folder;
  #environment;
  kills = 0;

  /** Prepared, not started. `store` holds what the store needs of the environment. */
  static async prepare({ name, agent, folder, world, door, store }) {
    const replica = new Replica();
    replica.name = name;
    replica.port = await freePort();
    replica.#folder = folder;
    const attached = { SANDBOX_ORIGIN: world.origin, PUBLIC_URL: door.origin, AGENT_NAME: agent };
    replica.#environment = { ...environment(replica.port, join(folder, name)), ...attached, ...store };
    return replica;
  }

  async start() {
    this.launch();
    await this.#process.until(() => isHealthy(this.port), START_WITHIN_MS);
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
  api(name, value) {
    return askJson(this.port, 'POST', `/api/${name}`, value, { origin: `http://127.0.0.1:${this.port}` });
  }

  /** A form of one of the plain pages; answers the status. */
  async post(path, fields) {
    const headers = { origin: `http://127.0.0.1:${this.port}`, 'content-type': 'application/x-www-form-urlencoded' };
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
