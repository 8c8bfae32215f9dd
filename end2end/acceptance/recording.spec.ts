import type { Page } from '@playwright/test';
import { type Workspace, expect, test } from '../fixtures';
import { TONE } from '../fixtures/leads';

test('a recording that is there before the disposition is linked with it', async ({ workspace, sandbox, server }) => {
  await workspace.finishACall(TONE);
  await expect(workspace.player).toBeVisible();
  await workspace.disposition('Not Interested', 'Keeps it.');
  const { simple } = await sandbox.activity();
  expect(simple['Recording URL']).toContain(`${server.origin}/play_recording/RE`);
});

test('a recording that comes after the disposition is linked when it comes', async ({ workspace, sandbox }) => {
  await workspace.callAndTalk(TONE);
  await sandbox.faults({ recordings_held: true });
  await workspace.hangUp();
  await workspace.disposition('Not Interested', 'Keeps it.');
  expect((await sandbox.activity()).simple['Recording URL']).toBeUndefined();
  await expect(workspace.history.getByText('The recording is on its way.')).toBeVisible();

  await sandbox.faults({});
  await expect(workspace.player).toBeVisible();
  await expect.poll(async () => (await sandbox.activity()).simple['Recording URL']).toContain('/play_recording/RE');
});

test('it plays in the workspace, and can be sought in', async ({ page, workspace }) => {
  await recordTone(workspace);
  await workspace.player.evaluate((audio: HTMLAudioElement) => audio.play());
  const at = () => workspace.player.evaluate((audio: HTMLAudioElement) => audio.currentTime);
  await expect.poll(at, { message: 'it plays' }).toBeGreaterThan(0.3);

  const length = await workspace.player.evaluate((audio: HTMLAudioElement) => audio.duration);
  expect(length).toBeGreaterThan(2);
  await workspace.player.evaluate((audio: HTMLAudioElement) => {
    audio.pause();
    audio.currentTime = audio.duration - 1;
  });
  await expect.poll(at, { message: 'it was sought' }).toBeCloseTo(length - 1, 1);
  await workspace.player.evaluate((audio: HTMLAudioElement) => audio.play());
  await expect
    .poll(() => workspace.player.evaluate((audio: HTMLAudioElement) => audio.ended), { message: 'it plays to its end' })
    .toBe(true);
  await expect(page.getByRole('alert').filter({ hasText: /.+/ })).toHaveCount(0);
});

test('a part of it can be asked for', async ({ page, workspace }) => {
  await recordTone(workspace);
  const src = await source(page);
  const whole = await page.request.get(src);
  expect(whole.status()).toBe(200);
  expect(whole.headers()['accept-ranges']).toBe('bytes');
  expect(whole.headers()['content-type']).toBe('audio/mpeg');
  const bytes = await whole.body();

  const part = await page.request.get(src, { headers: { range: 'bytes=500-899' } });
  expect(part.status()).toBe(206);
  expect(part.headers()['content-range']).toBe(`bytes 500-899/${bytes.length}`);
  expect((await part.body()).equals(bytes.subarray(500, 900))).toBe(true);
});

test('the agent is in the left channel, the prospect in the right', async ({ page, workspace }) => {
  await recordTone(workspace);
  const channels = await frequencies(page);
  expect(channels).toHaveLength(2);
  const [agent, prospect] = channels as [number, number];
  // Chromium's fake microphone beeps at 400 Hz.
  expect(Math.abs(agent - 400), `the agent's beep of ${agent} Hz`).toBeLessThan(15);
  expect(Math.abs(prospect - 440), `the prospect's tone of ${prospect} Hz`).toBeLessThan(15);
});

test('a recording opens to its own link only', async ({ page, workspace }) => {
  await recordTone(workspace);
  const link = new URL(await source(page));
  expect((await page.request.get(link.origin + link.pathname)).status()).toBe(404);
  expect((await page.request.get(`${link.origin}${link.pathname}?key=AAAA`)).status()).toBe(404);
});

/** A call of a few seconds with the one who plays 440 Hz. */
async function recordTone(workspace: Workspace): Promise<void> {
  await workspace.callAndTalk(TONE);
  await workspace.talkFor(3);
  await workspace.hangUp();
  await expect(workspace.player).toBeVisible();
}

/**
 * What sounds in each channel of the recording, in Hz: by the middle one of all its periods, so that a frame which was
 * lost on a busy machine changes nothing. A channel without a loud sound has 0.
 */
async function frequencies(page: Page): Promise<number[]> {
  return page.evaluate(async (src) => {
    const context = new OfflineAudioContext(2, 1, 48_000);
    const sound = await context.decodeAudioData(await (await fetch(src)).arrayBuffer());
    return Array.from({ length: sound.numberOfChannels }, (_, number) => {
      const periods: number[] = [];
      let low = false;
      let rose = Number.NaN;
      sound.getChannelData(number).forEach((now, at) => {
        if (now < -0.05) low = true;
        if (!low || now < 0.05) return;
        low = false;
        if (!Number.isNaN(rose)) periods.push(at - rose);
        rose = at;
      });
      const middle = periods.sort((a, b) => a - b)[Math.floor(periods.length / 2)];
      return middle === undefined ? 0 : sound.sampleRate / middle;
    });
  }, await source(page));
}

function source(page: Page): Promise<string> {
  return page.getByLabel('Recording of this call').evaluate((audio: HTMLAudioElement) => audio.src);
}
