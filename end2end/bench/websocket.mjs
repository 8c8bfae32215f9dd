// A WebSocket client (RFC 6455) for short text frames: Node 20 has none without a flag.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** Opens `path` on `server` as a page of its own origin; calls `onText` for every text frame, and `onClose` once. */
export function open(server, path, onText, onClose = () => undefined) {
  return new Promise((done, fail) => {
    const asked = request({
      host: '127.0.0.1',
      port: server.port,
      path,
      headers: {
        host: server.host,
        origin: server.origin,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    });
    asked.once('error', fail);
    asked.once('response', (answer) => fail(new Error(`${path} answered ${answer.statusCode}, not a WebSocket`)));
    asked.once('upgrade', (_, socket, head) => done(new WebSocket(socket, head, onText, onClose)));
    asked.end();
  });
}

class WebSocket {
  #socket;
  #received = Buffer.alloc(0);
  #onText;

  constructor(socket, head, onText, onClose) {
    this.#socket = socket;
    this.#onText = onText;
    // An error is followed by the close; to who does not listen, it shows as a call that is never rung.
    socket.on('error', () => undefined);
    socket.on('close', onClose);
    socket.on('data', (chunk) => this.#take(chunk));
    this.#take(head);
  }

  text(text) {
    this.#frame(TEXT, Buffer.from(text));
  }

  close() {
    this.#socket.destroy();
  }

  #frame(opcode, payload) {
    const small = payload.length < 126;
    const head = Buffer.alloc(small ? 2 : 4);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (small ? payload.length : 126);
    if (!small) head.writeUInt16BE(payload.length, 2);
    const mask = randomBytes(4);
    const masked = payload.map((byte, at) => byte ^ mask[at % 4]);
    this.#socket.write(Buffer.concat([head, mask, masked]));
  }

  #take(chunk) {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (let frame = this.#next(); frame; frame = this.#next()) {
      if (frame.opcode === TEXT) this.#onText(frame.payload.toString());
      if (frame.opcode === PING) this.#frame(PONG, frame.payload);
      if (frame.opcode === CLOSE) this.#socket.end();
    }
  }

  /** The next whole frame. A server's are not masked. */
  #next() {
    const bytes = this.#received;
    if (bytes.length < 2) return undefined;
    const short = bytes[1] & 0x7f;
    const from = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < from) return undefined;
    const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
    if (bytes.length < from + length) return undefined;
    this.#received = bytes.subarray(from + length);
    return { opcode: bytes[0] & 0x0f, payload: bytes.subarray(from, from + length) };
  }
}
