import { defineConfig } from '@playwright/test';
import { execSync } from 'node:child_process';

/** The system's Chromium: nothing is downloaded. */
function chromium(): string {
  const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].filter(Boolean);
  for (const name of names) {
    try {
      return execSync(`command -v ${name}`, { encoding: 'utf8', shell: '/bin/sh' }).trim();
    } catch {
      // The next name.
    }
  }
  throw new Error('The browser tests need Chromium: install it, or name it in CHROMIUM.');
}

export default defineConfig({
  testDir: '.',
  testMatch: ['acceptance/**/*.spec.ts', 'faults/**/*.spec.ts', 'secrets/**/*.spec.ts'],
  // What all of them left behind is searched for secrets and numbers.
  globalTeardown: './secrets/teardown.ts',
  // Each test has a server, a carrier and a browser of its own; two run at once on two cores.
  workers: 2,
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // Flaky is broken: nothing is tried again.
  retries: 0,
  // Far more than any takes, on a machine that is busy or stands still now and then, too.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  outputDir: '../test-results',
  reporter: [['list']],
  use: {
    permissions: ['microphone'],
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 860 },
    launchOptions: {
      executablePath: chromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        // On a machine whose only interface is loopback, media needs this.
        '--allow-loopback-in-peer-connection',
        // A stray request to the outside becomes a visible failure.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      ],
    },
  },
});
