// One run: the world, the servers, the agents and the faults; then calm, and the judgement.
import { Agent } from './agent.mjs';
import { collect } from './collect.mjs';
import { Door } from './door.mjs';
import { Faults } from './faults.mjs';
import { sleep } from './http.mjs';
import { Journal } from './journal.mjs';
import { Kills } from './kills.mjs';
import { Operator } from './operator.mjs';
import { leadsFor, phonesFor } from './phones.mjs';
import { Replica } from './replica.mjs';
import { differences } from './truth.mjs';
import { World } from './world.mjs';
import * as emulator from './emulator.mjs';

const AGENTS = ['Maya Ortiz', 'Sam Reyes'];
/** The load is over after this, however many calls there were. */
const LOAD_MS = (calls) => 60_000 + calls * 6000;
/** How long the servers may take to bring everything home once the world is calm. */
const SETTLE_MS = 240_000;

/** Answers everything for the report, with the differences as `wrong`. */
export async function run({ most, store, seed, short, folder }) {
  const began = performance.now();
  const world = await World.start(folder, leadsFor(most));
  const door = await Door.open();
  const replicas = await start({ store, seed, folder, world, door });
  const journal = new Journal();
  const phones = await phonesFor(most, replicas[0]);
  const until = performance.now() + LOAD_MS(most);
  const agents = replicas.map((replica, at) => new Agent({ name: AGENTS[at], seed, replica, world, phones, journal, most, until }));
  const [faults, kills, operator] = [new Faults(world, door), new Kills(seed, agents), new Operator(seed, replicas)];
  for (const agent of agents) {
    agent.kills = kills;
    await agent.browser.register();
  }
  faults.start(seed);
  kills.start();
  operator.start();
  const note = (error) => journal.odd(`an agent could not go on: ${error.message}`);
  await Promise.all(agents.map((agent) => agent.work().catch(note)));
  await Promise.all([faults.end(), kills.end(), operator.end()]);
  if (journal.placed < most) console.log(`Time was up after ${journal.placed} calls.`);
  const finish = () => Promise.all(agents.map((agent) => agent.finish().catch(note)));
  await finish();
  const facts = await settle({ world, door, replicas, agents, journal, short, finish });
  for (const { browser } of agents) browser.close();
  door.close();
  const seconds = (performance.now() - began) / 1000;
  return { facts, wrong: differences(facts), journal, replicas, kills, faults, operator, door, agents, seconds };
}

/** One server with a file, or two that share a Firestore. */
async function start({ store, seed, folder, world, door }) {
  const shared = store === 'firestore' ? { FIRESTORE_EMULATOR_HOST: await emulator.start(folder), FIRESTORE_PROJECT_ID: `chaos-${seed}` } : {};
  const names = store === 'firestore' ? ['replica-1', 'replica-2'] : ['replica-1'];
  const prepare = (name, at) => Replica.prepare({ name, agent: AGENTS[at], folder, world, door, store: shared });
  const replicas = await Promise.all(names.map(prepare));
  door.leadTo(replicas);
  for (const replica of replicas) await replica.start();
  if (store === 'firestore' && replicas.some(({ hasFile }) => hasFile)) throw new Error('this binary does not know FIRESTORE_PROJECT_ID: it keeps a SQLite file');
  return replicas;
}

/** Waits until there is no difference left, or time is up; then looks once more, for what comes too late or twice. */
async function settle({ world, door, replicas, agents, journal, short, finish }) {
  await until(async () => (await world.look('calls')).every(({ duration }) => duration !== null), 30_000);
  // Calls that are old are looked after; at a restart at once, else every two minutes.
  await world.age(10);
  if (short) for (const replica of replicas) await restart(replica);
  const look = async () => {
    // What is found out about a call only now may still ask for its form.
    await finish();
    return collect({ world, door, replicas, agents, journal });
  };
  // What agents should not have seen does not go away.
  await until(async () => differences(await look()).length <= journal.oddities.length, SETTLE_MS);
  await sleep(3000);
  return look();
}

async function restart(replica) {
  // The world's new time is heard within half a second.
  await sleep(1000);
  await replica.stop();
  await replica.start();
}

async function until(reached, withinMs) {
  const end = performance.now() + withinMs;
  while (!(await reached()) && performance.now() < end) await sleep(2000);
}
