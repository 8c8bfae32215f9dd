// An HTTP proxy between the server and its carrier and CRM. It notes when the server asked them what, so that the
// server's own share of a click can be told from theirs, and Podio's requests can be counted.
import { Agent, createServer, request } from 'node:http';
import { once } from 'node:events';

export class Tap {
  /** Every request that came by, in order: `{ method, path, asked, answered }`, times in milliseconds. */
  seen = [];
  #agent = new Agent({ keepAlive: true });
  #server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));

  static async start() {
    const tap = new Tap();
    tap.#server.keepAliveTimeout = 60_000;
    tap.#server.listen(0, '127.0.0.1');
    await once(tap.#server, 'listening');
    return tap;
  }

  /** What makes a server's clients go through here. */
  get environment() {
    const url = `http://127.0.0.1:${this.#server.address().port}`;
    return { HTTP_PROXY: url, http_proxy: url, NO_PROXY: '', no_proxy: '' };
  }

  /** How many requests Podio got since the request number `from`; tokens are not counted, as in the budget. */
  podioRequests(from = 0) {
    const counted = ({ path }) => path.startsWith('/sandbox/podio/') && !path.includes('/oauth/token');
    return this.seen.slice(from).filter(counted).length;
  }

  /** The newest request to create a call since the request number `from`. */
  callAsked(from) {
    return this.seen.slice(from).find(({ method, path }) => method === 'POST' && path.endsWith('/Calls.json'));
  }

  close() {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #pass(incoming, outgoing) {
    const url = new URL(incoming.url);
    // A proxy of loopback and of nothing else.
    if (url.hostname !== '127.0.0.1' && url.hostname !== 'localhost') return outgoing.writeHead(403).end();
    const parts = [];
    incoming.on('data', (part) => parts.push(part));
    incoming.on('end', () => {
      const seen = { method: incoming.method, path: url.pathname, asked: performance.now(), answered: undefined };
      this.seen.push(seen);
      const options = { agent: this.#agent, method: incoming.method, headers: incoming.headers, host: '127.0.0.1', port: url.port, path: url.pathname + url.search };
      const onward = request(options, (answer) => {
        const body = [];
        answer.on('data', (part) => body.push(part));
        answer.on('end', () => {
          outgoing.writeHead(answer.statusCode, answer.headers);
          seen.answered = performance.now();
          outgoing.end(Buffer.concat(body));
        });
      });
      onward.on('error', () => outgoing.writeHead(502).end());
      onward.end(Buffer.concat(parts));
    });
  }
}
