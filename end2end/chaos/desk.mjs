// An agent's page: it asks its server again when an answer was lost, as a person clicks again.
import { sleep } from './http.mjs';

const AGAIN_MS = 150;
/** Longer than any fault lasts. */
const PATIENCE_MS = 90_000;

export class Desk {
  #replica;
  #journal;

  constructor(replica, journal) {
    this.#replica = replica;
    this.#journal = journal;
  }

  /** Asks once: `{ status, value }`, or none when the answer was lost. */
  async once(name, value) {
    try {
      return await this.#replica.api(name, value);
    } catch {
      this.#journal.lose(name);
      return undefined;
    }
  }

  /** Asks until there is an answer that is not the server's own trouble. */
  async ask(name, value) {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.once(name, value);
      if (answer && answer.status < 500) return answer;
      if (performance.now() > until) throw new Error(`${name} was not answered for ${PATIENCE_MS} ms: ${JSON.stringify(answer)}`);
      await sleep(AGAIN_MS);
    }
  }

  /** The click on *Call*: `{ status, value }`, or none when the answer was lost. */
  async dial({ item_id, slot }) {
    const { value: token } = await this.ask('click', { item_id, slot });
    return this.once('dial', { item_id, slot, token, acknowledged: [] });
  }

  async token() {
    return (await this.ask('token', {})).value.token;
  }

  async current() {
    return (await this.ask('current_call', {})).value ?? undefined;
  }

  async view(id) {
    const { status, value } = await this.ask('call_view', { call_id: id });
    if (status !== 200) throw new Error(`the server does not know its call ${id}: ${status} ${JSON.stringify(value)}`);
    return value;
  }
}

/** Where a call is, as one word. */
export function stateOf(view) {
  return typeof view.phase === 'string' ? view.phase : Object.keys(view.phase)[0];
}
