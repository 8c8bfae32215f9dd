// The agent's browser as far as signalling goes: it stays registered whatever happens to its socket, and picks up what
// rings, if its agent is there. No audio flows.
import { answerTo } from '../bench/browser.mjs';
import { open } from '../bench/websocket.mjs';
import { sleep } from './http.mjs';

const AGAIN_MS = 200;

export class Browser {
  /** Whether the agent is there to pick up. */
  picksUp = true;
  /** The leg that it has, while it has one. */
  leg = undefined;
  registrations = 0;
  #world;
  #token;
  #socket;
  #closed = false;

  /** `token` fetches a voice token. */
  constructor(world, token) {
    this.#world = world;
    this.#token = token;
  }

  /** Resolves when it is registered for the first time; it registers again by itself from then on. */
  async register() {
    for (;;) {
      try {
        await this.#connect();
        this.registrations += 1;
        return;
      } catch {
        if (this.#closed) return;
        await sleep(AGAIN_MS);
      }
    }
  }

  hangUp() {
    if (this.leg) this.#send('hangup', { callsid: this.leg });
  }

  close() {
    this.#closed = true;
    this.#socket?.close();
  }

  async #connect() {
    const token = await this.#token();
    await new Promise((ready, fail) => {
      const gone = () => {
        fail(new Error('the socket closed'));
        this.#lost();
      };
      const take = (text) => this.#take(text, { ready, fail });
      open(this.#world, '/sandbox/signal', take, gone).then((socket) => {
        this.#socket = socket;
        this.#send('listen', { token, browserinfo: {} });
      }, fail);
    });
  }

  #lost() {
    this.leg = undefined;
    if (!this.#closed && this.#registered) this.register();
    this.#registered = false;
  }

  #registered = false;

  #take(text, { ready, fail }) {
    if (text.trim() === '') return this.#socket.text('\n'); // the heartbeat
    const { type, payload } = JSON.parse(text);
    if (type === 'connected') this.#send('register', { media: { audio: true } });
    if (type === 'error') fail(new Error(JSON.stringify(payload)));
    if (type === 'ready') {
      this.#registered = true;
      ready();
    }
    if (type === 'invite' && this.picksUp) {
      this.leg = payload.callsid;
      this.#send('answer', { callsid: payload.callsid, sdp: answerTo(payload.sdp) });
    }
    if ((type === 'hangup' || type === 'cancel') && payload.callsid === this.leg) this.leg = undefined;
  }

  #send(type, payload) {
    this.#socket.text(JSON.stringify({ type, version: '1.6', payload }));
  }
}
