// What goes wrong, and when: a plan that the seed decides, carried out step by step.
import { sleep } from './http.mjs';
import { Random } from './random.mjs';

/** Rarely over the limit: it puts the CRM to rest for five seconds each time. */
const CRM = [
  ['none', 58],
  ['down', 11],
  ['lose_create_reply', 15],
  ['expire_token', 8],
  ['slow', 6],
  ['over_limit', 2],
];

const DOOR = [
  ['open', 87],
  ['mute', 6],
  ['shut', 4],
  ['deaf', 3],
];

/** The plan: `{ ms, faults, door, dropSockets }`, without end. */
export function* plan(seed) {
  const random = new Random(seed, 'faults');
  for (;;) {
    const calm = random.chance(0.25);
    const on = (share) => random.chance(share) && !calm;
    const faults = {
      crm: calm ? 'none' : random.weighted(CRM),
      callbacks_doubled: on(0.35),
      callbacks_delayed: on(0.25),
      callbacks_shuffled: on(0.25),
      callbacks_lost: on(0.08),
      call_replies_lost: on(0.1),
      recordings_held: on(0.1),
      carrier_refuses: on(0.02) ? 'no_credit' : 'none',
    };
    const door = calm ? 'open' : random.weighted(DOOR);
    // Twilio tries again for most of a second at this pace: only what lasts longer is lost for good.
    const ms = door === 'deaf' ? random.between(1500, 4000) : random.between(200, 900);
    yield { ms, faults, door, dropSockets: on(0.02) };
  }
}

export class Faults {
  /** How many steps each fault was on for. */
  counts = new Map();
  #world;
  #door;
  #running;
  #stop = false;

  constructor(world, door) {
    this.#world = world;
    this.#door = door;
  }

  start(seed) {
    this.#running = this.#run(plan(seed));
  }

  /** All faults off. */
  async end() {
    this.#stop = true;
    await this.#running;
    this.#door.state = 'open';
    await this.#world.turn('faults', {});
  }

  async #run(steps) {
    for (const { ms, faults, door, dropSockets } of steps) {
      if (this.#stop) return;
      await this.#world.turn('faults', faults);
      this.#door.state = door;
      if (dropSockets) await this.#world.turn('drop_sockets');
      this.#count({ ...faults, door: door === 'open' ? 'none' : door, sockets_dropped: dropSockets });
      await sleep(ms);
    }
  }

  #count(step) {
    for (const [name, value] of Object.entries(step)) {
      if (value === false || value === 'none') continue;
      const fault = value === true ? name : `${name}: ${value}`;
      this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    }
  }
}
