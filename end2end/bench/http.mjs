// One keep-alive connection that sends prepared bytes: the measuring side must cost less than what it measures.
import { connect } from 'node:net';
import { once } from 'node:events';

/** No answer takes longer than this, or the run fails. */
const PATIENCE_MS = 30_000;
const HEAD_ENDS = Buffer.from('\r\n\r\n');

/** The bytes of a request to `server`. */
export function request(server, method, path, { headers = {}, body = '' } = {}) {
  const lines = Object.entries({ host: server.host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = method === 'GET' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body}`);
}

/** The bytes of a server function's call, as the page would send it. */
export function api(server, name, body) {
  const headers = { origin: server.origin, 'content-type': 'application/json', accept: 'application/json', cookie: server.cookie ?? '' };
  return request(server, 'POST', `/api/${name}`, { headers, body: JSON.stringify(body) });
}

export class Connection {
  #socket;
  #received = Buffer.alloc(0);
  #waiting;

  static async open(port) {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  constructor(socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(PATIENCE_MS, () => this.#waiting?.fail(new Error(`no answer within ${PATIENCE_MS} ms`)));
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.fail(error));
    socket.on('close', () => this.#waiting?.fail(new Error('the server closed the connection')));
  }

  /** Sends one request; resolves with its whole answer. */
  send(bytes) {
    return new Promise((done, fail) => {
      this.#waiting = { done, fail };
      this.#socket.write(bytes, (error) => error && fail(error));
    });
  }

  /** Sends, insists on a 2xx, and answers the body together with the milliseconds from the first byte out to the last byte in. */
  async timed(bytes) {
    const from = performance.now();
    const { status, body } = await this.send(bytes);
    const to = performance.now();
    if (status < 200 || status > 299) throw new Error(`${firstLine(bytes)} answered ${status}: ${body.toString().slice(0, 300)}`);
    return { from, to, ms: to - from, body };
  }

  async json(bytes) {
    return JSON.parse((await this.timed(bytes)).body.toString());
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk) {
    this.#received = this.#received.length ? Buffer.concat([this.#received, chunk]) : chunk;
    const answer = parse(this.#received);
    if (!answer) return;
    this.#received = this.#received.subarray(answer.length);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.done(answer);
  }
}

/** The answer at the beginning of `bytes`, once all of it is there. */
function parse(bytes) {
  const headLength = bytes.indexOf(HEAD_ENDS);
  if (headLength < 0) return undefined;
  const head = bytes.latin1Slice(0, headLength).toLowerCase();
  const status = Number(head.slice(9, 12));
  const from = headLength + 4;
  if (status === 204 || status === 304) return { status, body: Buffer.alloc(0), length: from };
  if (head.includes('\r\ntransfer-encoding: chunked')) return chunked(bytes, from, status);
  const [, size] = /\r\ncontent-length: (\d+)/.exec(head) ?? [];
  if (size === undefined) throw new Error(`an answer ${status} of unknown length`);
  const length = from + Number(size);
  return bytes.length < length ? undefined : { status, body: bytes.subarray(from, length), length };
}

function chunked(bytes, from, status) {
  const parts = [];
  for (let at = from; ; ) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.latin1Slice(at, line), 16);
    const end = line + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return { status, body: Buffer.concat(parts), length: end + 2 };
    parts.push(bytes.subarray(line + 2, end));
    at = end + 2;
  }
}

function firstLine(bytes) {
  return bytes.toString('latin1', 0, bytes.indexOf('\r\n')).replace(/ HTTP\/1\.1$/, '');
}
