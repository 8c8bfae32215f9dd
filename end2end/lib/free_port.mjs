import { once } from 'node:events';
import { createServer } from 'node:net';

// Below those that systems give to outgoing connections: none of them can take the port between the look and its use.
const FIRST = 20_000;
const COUNT = 10_000;

/** A port of this machine at which nobody listens, for a server that is started now, or again and again. */
export async function freePort() {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const probe = createServer();
    try {
      probe.listen(port, '127.0.0.1');
      await once(probe, 'listening');
    } catch {
      continue;
    }
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
