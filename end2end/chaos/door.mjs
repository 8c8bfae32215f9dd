// The door in front of the replicas: a load balancer that takes turns, goes to the next when one is gone, and waits a
// moment when none is there. It counts Twilio's callbacks, and can fail them as a network does.
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { sleep } from './http.mjs';

/** How long a request waits for a replica that is there. */
const PATIENCE_MS = 2000;
const AGAIN_MS = 50;

export class Door {
  /** `open`; `shut`: callbacks do not reach us; `deaf`: those about the prospect do not; `mute`: our answers are lost. */
  state = 'open';
  /** By Twilio's idempotency token: `{ path, sid, sequence, status, came, taken }`. */
  callbacks = new Map();
  #replicas = [];
  #turn = 0;
  #server = createServer((incoming, outgoing) => this.#take(incoming, outgoing));

  static async open() {
    const door = new Door();
    door.#server.listen(0, '127.0.0.1');
    await once(door.#server, 'listening');
    door.port = door.#server.address().port;
    return door;
  }

  get origin() {
    return `http://localhost:${this.port}`;
  }

  leadTo(replicas) {
    this.#replicas = replicas;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #take(incoming, outgoing) {
    const parts = [];
    incoming.on('error', () => undefined);
    incoming.on('data', (part) => parts.push(part));
    incoming.on('end', async () => {
      const body = Buffer.concat(parts);
      const callback = this.#note(incoming, body);
      const state = callback ? this.state : 'open';
      if (state === 'shut' || (state === 'deaf' && isOfProspect(incoming.url))) return incoming.socket.destroy();
      const answer = await this.#pass(incoming, body);
      if (callback && answer?.statusCode < 300) callback.taken += 1;
      if (state === 'mute') {
        answer?.destroy();
        return incoming.socket.destroy();
      }
      if (!answer) return outgoing.writeHead(503).end();
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
  }

  #note(incoming, body) {
    const token = incoming.headers['i-twilio-idempotency-token'];
    if (!token) return undefined;
    const form = new URLSearchParams(body.toString());
    const [path] = incoming.url.split('?');
    const fresh = { path, sid: form.get('CallSid'), sequence: form.get('SequenceNumber'), status: form.get('CallStatus'), came: 0, taken: 0 };
    const callback = this.callbacks.get(token) ?? fresh;
    this.callbacks.set(token, callback);
    callback.came += 1;
    return callback;
  }

  /** The answer of the first replica that gives one; none when time is up. */
  async #pass(incoming, body) {
    const until = performance.now() + PATIENCE_MS;
    do {
      for (let tries = 0; tries < this.#replicas.length; tries += 1) {
        const { port } = this.#replicas[this.#turn++ % this.#replicas.length];
        const answer = await onward(port, incoming, body);
        if (answer) return answer;
      }
      await sleep(AGAIN_MS);
    } while (performance.now() < until);
    return undefined;
  }
}

const isOfProspect = (url) => /leg=prospect|^\/dial_result|^\/recording_status/.test(url);

function onward(port, { method, url, headers }, body) {
  return new Promise((done) => {
    const asked = request({ agent: false, host: '127.0.0.1', port, method, path: url, headers: { ...headers, connection: 'close' } }, done);
    // Refused, or reset because the replica was killed: somebody else may answer.
    asked.on('error', () => done(undefined));
    asked.end(body);
  });
}
