// Two people at two screens.
import type { Browser } from '@playwright/test';
import { Workspace, become, expect, test } from '../fixtures';
import type { Server } from '../fixtures/server';
import { TALKS } from '../fixtures/leads';

/** A colleague at a browser of their own. */
async function colleague(browser: Browser, server: Server, name: string): Promise<Workspace> {
  const context = await browser.newContext({ baseURL: server.origin, permissions: ['microphone'] });
  await become(context, server, name);
  const page = await context.newPage();
  return new Workspace(page);
}

test('Do Not Call on one screen disables the number on another within a second', async ({ browser, server, workspace }) => {
  const sam = await colleague(browser, server, 'Sam Reyes');
  await sam.open(TALKS);
  await sam.acknowledge(TALKS);
  await expect(sam.callButton(TALKS)).toBeEnabled();

  await workspace.finishACall(TALKS);
  await workspace.choice('Do Not Call').check();
  await workspace.notes.fill('Asked never to be called.');
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  // The promise of the product, not a measure of speed: the other page looks again by itself only every 15 seconds.
  await expect(sam.phone(TALKS)).toContainText('on the do-not-call list', { timeout: 5_000 });
  await expect(sam.callButton(TALKS)).toBeDisabled();
  await sam.page.context().close();
});

test('a number that a colleague talks to cannot be called, and can when they are done', async ({ browser, server, workspace }) => {
  const sam = await colleague(browser, server, 'Sam Reyes');
  await sam.open(TALKS);
  await workspace.callAndTalk(TALKS);
  await expect(sam.phone(TALKS)).toContainText('Somebody is in a call with this number right now.');
  await expect(sam.callButton(TALKS)).toBeDisabled();
  await workspace.hangUp();
  await expect(sam.phone(TALKS), 'it was just tried').toContainText('less than 120 minutes ago');
  await expect(sam.phone(TALKS)).toContainText('1 attempt in 24 hours');
  await sam.page.context().close();
});
