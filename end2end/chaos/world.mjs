// The world: the sandbox's carrier, CRM and clock, in a process that is never killed. What it says is the truth.
import { join } from 'node:path';
import { withMoreLeads } from '../bench/more_leads.mjs';
import { freePort } from '../lib/free_port.mjs';
import { askJson } from './http.mjs';
import { Process } from './process.mjs';
import { START_WITHIN_MS, binary, environment, isHealthy } from './server.mjs';

/** One in the afternoon in New York, a Friday: calls are allowed from Maine to Hawaii for three hours. */
const NOON = '2026-11-20T18:00:00Z';
/** The agents' day by that clock. */
export const TODAY = '2026-11-20';
/** Prospects and the carrier's waits are twenty times as fast as in life; sound is not. */
const PACE = '0.05';

export class World {
  static async start(folder, leads) {
    const world = new World();
    world.port = await freePort();
    const env = { ...environment(world.port, join(folder, 'world')), ...withMoreLeads(leads), SANDBOX_PACE: PACE, SANDBOX_CLOCK: NOON, RUST_LOG: 'warn' };
    const started = new Process(binary, ['serve'], { env, cwd: folder, log: join(folder, 'world.log') });
    await started.until(() => isHealthy(world.port), START_WITHIN_MS);
    return world;
  }

  get host() {
    return `localhost:${this.port}`;
  }

  get origin() {
    return `http://${this.host}`;
  }

  /** Turns one of the sandbox's switches. */
  async turn(name, value) {
    const { status } = await askJson(this.port, 'POST', `/sandbox/api/${name}`, value);
    if (status > 299) throw new Error(`the sandbox answered ${status} to ${name}`);
  }

  async look(name) {
    return (await askJson(this.port, 'GET', `/sandbox/api/${name}`)).value;
  }

  /** The prospect hangs up. */
  async hangUp(sid) {
    await askJson(this.port, 'POST', `/sandbox/api/calls/${sid}/hang_up`);
  }

  /** Moves the clock on: what happened until now is old then. */
  async age(minutes) {
    const { now } = await this.look('clock');
    await this.turn('clock', { at: new Date(Date.parse(now) + minutes * 60_000).toISOString() });
  }
}
