// Signs somebody in by the front door: our server, the sandbox's page of Podio, and back. What every tool and test needs
// that talks to the server without a person at a browser.
import { request } from 'node:http';

/** The sandbox's Podio users (crates/sandbox/src/crm/users.rs). */
export const PEOPLE = {
  'Maya Ortiz': { user: 7184236, id: 'podio_7184236' },
  'Sam Reyes': { user: 7184251, id: 'podio_7184251' },
  'Dana Cole': { user: 7183904, id: 'podio_7183904' },
  'Robin Vale': { user: 7302118, id: 'podio_7302118' },
};

/**
 * Answers the session's cookie, `name=value`. `port` is the server's; `authority` is how it is known to browsers
 * (its PUBLIC_URL), where that is not the same.
 */
export async function signIn(port, name, authority = `localhost:${port}`) {
  const begun = await ask(port, 'GET', '/sign-in/podio?next=/', { host: authority });
  const page = new URL(location(begun));
  const form = new URLSearchParams(page.searchParams);
  form.set('user', String(PEOPLE[name].user));
  const body = form.toString();
  const headers = { host: page.host, origin: page.origin, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
  const pressed = await ask(Number(page.port), 'POST', page.pathname, headers, body);
  const back = new URL(location(pressed));
  const cookie = begun.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
  const done = await ask(port, 'GET', back.pathname + back.search, { host: authority, cookie });
  location(done);
  const pairs = done.headers['set-cookie'].map((line) => line.split(';')[0]);
  return pairs.find((pair) => /^(__Host-)?twoleg=./.test(pair));
}

function location(answer) {
  const { status, headers, body } = answer;
  if (status !== 303 || !headers.location) throw new Error(`no redirect while signing in, but ${status}: ${body.slice(0, 500)}`);
  return headers.location;
}

function ask(port, method, path, headers, body = '') {
  return new Promise((done, fail) => {
    const asked = request({ agent: false, host: '127.0.0.1', port, method, path, headers: { accept: 'text/html', ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => (text += part));
      answer.on('error', fail);
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: text }));
    });
    asked.on('error', fail);
    asked.end(body);
  });
}
