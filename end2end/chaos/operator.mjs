// Somebody who runs Twoleg and presses *Send again now* on the page of what Podio is owed, sensibly or not.
import { ask, sleep } from './http.mjs';
import { Random } from './random.mjs';

/** Between two looks at the page, in milliseconds. */
const EVERY = [1500, 5000];

export class Operator {
  /** What the presses were answered with: status -> how many. */
  presses = new Map();
  #random;
  #replicas;
  #running;
  #stop = false;

  constructor(seed, replicas) {
    this.#random = new Random(seed, 'operator');
    this.#replicas = replicas;
  }

  start() {
    this.#running = this.#run();
  }

  async end() {
    this.#stop = true;
    await this.#running;
  }

  async #run() {
    while (!this.#stop) {
      await sleep(this.#random.between(...EVERY));
      // A server that was killed under the page is nothing to an operator, who looks again.
      await this.#press(this.#random.pick(this.#replicas)).catch(() => undefined);
    }
  }

  async #press(replica) {
    const page = (await ask(replica.port, 'GET', '/outbox')).body.toString();
    const ids = [...new Set([...page.matchAll(/name="id" value="([^"]+)"/g)].map(([, id]) => id))];
    if (ids.length === 0) return;
    const status = await replica.post('/outbox/retry', { id: this.#random.pick(ids) });
    this.presses.set(String(status), (this.presses.get(String(status)) ?? 0) + 1);
  }
}
