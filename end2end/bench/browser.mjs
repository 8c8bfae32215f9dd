// The agent's browser, as far as signalling goes: it registers, picks up and hangs up. No audio flows.
import { open } from './websocket.mjs';

const PATIENCE_MS = 20_000;

export class Browser {
  #socket;
  #frames = [];
  #wake = () => undefined;

  /** A browser that is registered with the sandbox's carrier. */
  static async register(server, token) {
    const browser = new Browser();
    browser.#socket = await open(server, '/sandbox/signal', (text) => browser.#take(text));
    browser.#send('listen', { token, browserinfo: {} });
    await browser.#next('connected');
    browser.#send('register', { media: { audio: true } });
    await browser.#next('ready');
    return browser;
  }

  /** Waits for a call and picks it up; answers its CallSid. */
  async pickUp() {
    const { callsid, sdp } = await this.#next('invite');
    this.#send('answer', { callsid, sdp: answerTo(sdp) });
    return callsid;
  }

  hangUp(callsid) {
    this.#send('hangup', { callsid });
  }

  close() {
    this.#socket.close();
  }

  #send(type, payload) {
    this.#socket.text(JSON.stringify({ type, version: '1.6', payload }));
  }

  #take(text) {
    if (text.trim() === '') return this.#socket.text('\n'); // the heartbeat
    this.#frames.push(JSON.parse(text));
    this.#wake();
  }

  async #next(type) {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const at = this.#frames.findIndex((frame) => frame.type === type);
      if (at >= 0) return this.#frames.splice(0, at + 1).pop().payload;
      const left = until - performance.now();
      if (left <= 0) throw new Error(`the carrier sent no ${type}`);
      await new Promise((done) => {
        const timer = setTimeout(done, left);
        this.#wake = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
  }
}

/** What Chromium would answer to an offer, with keys of no use. */
export function answerTo(offer) {
  const mid = /^a=mid:(\S+)/m.exec(offer)?.[1] ?? '0';
  return [
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 0 126',
    'c=IN IP4 0.0.0.0',
    'a=ice-ufrag:F7gI',
    'a=ice-pwd:x9cml/YzichV2+XlhiMu8g4A',
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`,
    'a=setup:active',
    `a=mid:${mid}`,
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:126 telephone-event/8000',
    '',
  ].join('\r\n');
}
