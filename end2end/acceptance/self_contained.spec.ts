// Everything comes from this server: the SDK as Twilio made it, and nothing from anywhere else.
import { createHash } from 'node:crypto';
import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

/** `dist/twilio.min.js` of @twilio/voice-sdk 2.18.5. */
const SDK = '35d3cb1b22e309f9884724a89250aecd2de4f1556ad7b67a7bc5e06c73dcb74a';

test('the Voice SDK is served as Twilio made it, with its licence', async ({ page, workspace }) => {
  const loaded = page.waitForResponse('**/vendor/twilio.min.js');
  await workspace.open(TALKS);
  const sdk = await (await loaded).body();
  expect(createHash('sha256').update(sdk).digest('hex')).toBe(SDK);
  const licence = await page.request.get('/vendor/twilio.LICENSE.md');
  expect(await licence.text()).toContain('Apache License');
});

test('no request leaves the machine', async ({ page, context, workspace, server }) => {
  const hosts = new Set<string>();
  const visit = (url: string) => {
    if (!url.startsWith('data:') && !url.startsWith('blob:')) hosts.add(new URL(url).host);
  };
  context.on('request', (request) => visit(request.url()));
  page.on('websocket', (socket) => visit(socket.url()));

  await page.goto('/');
  await page.getByRole('link', { name: TALKS.name }).click();
  await workspace.isReady();
  await workspace.click(TALKS);
  await workspace.inCall(TALKS);
  await workspace.giveNotice();
  // The SDK sends what it measured every ten seconds, if it is let.
  await workspace.talkFor(12);
  await workspace.hangUp();
  await workspace.disposition('Not Interested', 'Done.');
  await expect(workspace.saved).toContainText('In Podio');
  await expect(workspace.player).toBeVisible();
  await workspace.player.evaluate((audio: HTMLAudioElement) => audio.play());
  expect([...hosts]).toEqual([new URL(server.origin).host]);
});
