// Servers die again and again, at once and without a word, and are started again as often.
import { sleep } from './http.mjs';
import { Random } from './random.mjs';

/** Between two deaths, in milliseconds. */
const EVERY = [1000, 4000];

export class Kills {
  /** What the killed server's agent was doing then: state -> how many. */
  during = new Map();
  #random;
  #agents;
  #running;
  #stop = false;
  #busy = new Set();

  constructor(seed, agents) {
    this.#random = new Random(seed, 'kills');
    this.#agents = agents;
  }

  start() {
    this.#running = this.#run();
  }

  async end() {
    this.#stop = true;
    await this.#running;
    while (this.#busy.size > 0) await sleep(20);
  }

  /** Kills the server of this agent now, and starts it again. */
  async strike(agent) {
    const { replica } = agent;
    if (this.#stop || this.#busy.has(replica)) return;
    this.#busy.add(replica);
    try {
      this.during.set(agent.state, (this.during.get(agent.state) ?? 0) + 1);
      await replica.kill();
      if (this.#random.chance(0.1)) {
        // It dies in its first moments too.
        replica.launch();
        await sleep(this.#random.between(0, 120));
        await replica.kill();
        this.during.set('starting up', (this.during.get('starting up') ?? 0) + 1);
      }
      await replica.start();
    } finally {
      this.#busy.delete(replica);
    }
  }

  async #run() {
    while (!this.#stop) {
      await sleep(this.#random.between(...EVERY));
      await this.strike(this.#random.pick(this.#agents));
    }
  }
}
