// A child process whose output goes to a file, and which never outlives this one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
process.on('SIGHUP', () => process.exit(129));

export class Process {
  #child;
  #log;
  #gone;

  constructor(command, words, { env, cwd, log }) {
    this.#log = log;
    const file = openSync(log, 'a');
    this.#child = spawn(command, words, { env, cwd, stdio: ['ignore', file, file] });
    closeSync(file);
    running.add(this.#child);
    this.#gone = Promise.race([once(this.#child, 'exit'), once(this.#child, 'error')]).then(() => {
      running.delete(this.#child);
      this.ended = true;
    });
  }

  /** Resolves once it has ended. */
  async end(signal) {
    this.#child.kill(signal);
    await this.#gone;
  }

  /** Waits until `ready` answers true. */
  async until(ready, withinMs) {
    const until = performance.now() + withinMs;
    while (!(await ready())) {
      if (this.ended) throw new Error(`the process ended at its start:\n${this.tail()}`);
      if (performance.now() > until) throw new Error(`the process was not ready within ${withinMs} ms:\n${this.tail()}`);
      await new Promise((next) => setTimeout(next, 10));
    }
  }

  tail() {
    return readFileSync(this.#log, 'utf8').slice(-2000);
  }
}
