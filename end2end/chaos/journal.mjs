// What the agents saw and were told: the promises that the servers are held to in the end.

export class Journal {
  /** Calls that a server said to have placed, or showed as current. */
  accepted = new Set();
  /** What was typed for a call: id -> form. */
  offered = new Map();
  /** For which calls *Saved* was answered. */
  saved = new Set();
  /** Dials that were refused, by code. */
  refused = new Map();
  /** Answers that never came, by server function. */
  lost = new Map();
  /** What no agent should ever see, in sentences. */
  oddities = [];
  placed = 0;
  forms = 0;
  forbidden = 0;

  refuse(code) {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }

  lose(name) {
    this.lost.set(name, (this.lost.get(name) ?? 0) + 1);
  }

  odd(sentence) {
    this.oddities.push(sentence);
  }
}
