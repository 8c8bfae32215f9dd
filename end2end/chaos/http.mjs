// One request a connection: whoever is asked may be killed at any moment, so nothing is kept open.
import { request } from 'node:http';

/** Asks `port` of this machine; answers `{ status, headers, body }`. Throws when no whole answer came. */
export function ask(port, method, path, { headers = {}, body = '', patienceMs = 20_000 } = {}) {
  return new Promise((done, fail) => {
    const asked = request({ agent: false, host: '127.0.0.1', port, method, path, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', fail);
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    asked.setTimeout(patienceMs, () => asked.destroy(new Error(`${path} was not answered within ${patienceMs} ms`)));
    asked.on('error', fail);
    asked.end(body);
  });
}

/** Asks with JSON for JSON; answers `{ status, value }`. */
export async function askJson(port, method, path, value, headers = {}) {
  const body = value === undefined ? '' : JSON.stringify(value);
  const given = { 'content-type': 'application/json', accept: 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
  const { status, body: text } = await ask(port, method, path, { headers: given, body });
  return { status, value: text.length > 0 ? JSON.parse(text.toString()) : undefined };
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
