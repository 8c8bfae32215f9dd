// An agent who works leads on one server: dials, talks, hangs up, says how it was, and dials again.
import { PEOPLE } from '../lib/sign_in.mjs';
import { Browser } from './browser.mjs';
import { Desk, stateOf } from './desk.mjs';
import { habits } from './habits.mjs';
import { sleep } from './http.mjs';
import { choose } from './phones.mjs';
import { Random } from './random.mjs';
import { save } from './wrap_up.mjs';

const LOOK_MS = 80;
/** Between two calls. */
const PAUSE_MS = [50, 300];
/** After this an agent who sees nothing happen hangs up, and does so again after as long. */
const RESTLESS_MS = 5000;
/** No fault keeps a call open for longer: a call that nobody acknowledged is given up after a minute and a half. */
const STUCK_MS = 180_000;

export class Agent {
  /** What it is doing, for the statistics of deaths. */
  state = 'idle';

  constructor({ name, seed, replica, world, phones, journal, most, until }) {
    Object.assign(this, { name, replica, world, phones, journal, most, until });
    this.random = new Random(seed, `agent ${name}`);
    this.id = PEOPLE[name].id;
    this.desk = new Desk(replica, journal);
    this.browser = new Browser(world, () => this.desk.token());
  }

  /** Places calls until all agents together placed enough, or time is up. */
  async work() {
    while (this.journal.placed < this.most && performance.now() < this.until) {
      const habit = habits(this.random);
      const call = await this.#dial(habit);
      if (call) await this.#follow(call, habit);
      this.state = 'idle';
      await sleep(this.random.between(...PAUSE_MS));
    }
  }

  /** Brings what is still open to its end. */
  async finish() {
    for (let call = await this.desk.current(); call; call = await this.desk.current()) {
      await this.#follow(call.id, { ...habits(this.random), formAt: 'over', deathAfterSave: false });
    }
    this.state = 'idle';
  }

  /** The id of the call that there is now; none when there is none. */
  async #dial(habit) {
    const phone = choose(this.phones, this.random);
    this.browser.picksUp = habit.picksUp;
    this.state = 'dialling';
    // The page that the agent clicks on.
    await this.desk.once('open_lead', { query: { item_id: phone.item_id } });
    const click = () => this.desk.dial(phone);
    const answers = await Promise.all(habit.clicksTwice ? [click(), click()] : [click()]);
    const placed = answers.filter((answer) => answer?.status === 200);
    // A call that the carrier refused is over at once, and then the second click is a new one.
    if (placed.filter(({ value }) => value.open).length > 1) this.journal.odd(`two clicks placed two calls: ${placed.map(({ value }) => value.id).join(', ')}`);
    for (const answer of answers) if (answer && answer.status !== 200) this.journal.refuse(answer.value.code);
    for (const { value } of placed) this.#accept(value);
    if (placed.length === 0) {
      // The answer was lost, or another call is in the way: whatever there is now is to be worked off.
      const current = await this.desk.current();
      return current && this.#accept(current);
    }
    if (habit.deathAfterDial) await this.kills?.strike(this);
    return placed.at(-1).value.id;
  }

  #accept({ id }) {
    if (!this.journal.accepted.has(id)) this.journal.placed += 1;
    this.journal.accepted.add(id);
    return id;
  }

  /** Watches a call to its end, and says how it was. */
  async #follow(id, habit) {
    const began = performance.now();
    let acted = began;
    let talking;
    for (;;) {
      const view = await this.desk.view(id);
      const now = performance.now();
      this.state = view.open && stateOf(view) === 'ended' ? 'last words' : view.open ? stateOf(view) : 'over';
      if (!view.open) return this.#wrapUp(view, habit);
      if (this.state === 'in_call') {
        talking ??= now;
        if (habit.dialsMeanwhile) await this.#dialMeanwhile(habit);
        if (habit.formAt === 'talking' && !view.wrap_up) await save(this, view, habit);
        if (now - talking >= habit.talksMs) await this.#end(id, habit.endsBy);
      }
      if (this.state === 'ringing_prospect' && habit.leaves) this.browser.hangUp();
      if (this.state === 'last words' && !habit.listens) this.browser.hangUp();
      if (now - acted > RESTLESS_MS) {
        acted = now;
        this.browser.hangUp();
        await this.desk.once('hang_up', { call_id: id });
      }
      if (now - began > STUCK_MS) throw new Error(`the call ${id} is still open after ${STUCK_MS} ms: ${JSON.stringify(view)}`);
      await sleep(LOOK_MS);
    }
  }

  async #end(id, by) {
    if (by === 'browser') this.browser.hangUp();
    if (by === 'server') await this.desk.once('hang_up', { call_id: id });
    if (by === 'prospect') {
      const legs = await this.world.look('calls');
      const leg = legs.findLast(({ parent_sid: parent }) => parent && parent === this.browser.leg);
      if (leg) await this.world.hangUp(leg.sid);
    }
  }

  async #dialMeanwhile(habit) {
    habit.dialsMeanwhile = false;
    const answer = await this.desk.dial(choose(this.phones, this.random));
    if (answer?.status === 200) this.journal.odd(`a second call was placed while one was open: ${answer.value.id}`);
    else if (answer) this.journal.refuse(answer.value.code);
  }

  async #wrapUp(view, habit) {
    this.state = 'wrapping up';
    // A call that reached nobody asks for no form.
    if (!view.reached_out || view.wrap_up) return;
    if (habit.formAt === 'late') await sleep(this.random.between(300, 1500));
    await save(this, view, habit);
  }
}
