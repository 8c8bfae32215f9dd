// Two people at two screens.
import { Workspace, test as base, become, expect, watch } from '../fixtures';
import { TALKS } from '../fixtures/leads';

const test = base.extend<{ sam: Workspace }>({
  /** A colleague at a browser of their own, which is watched as the other is. */
  sam: async ({ browser, server }, use) => {
    const context = await browser.newContext({ baseURL: server.origin, permissions: ['microphone'] });
    const end = await watch(context, server);
    await become(context, server, 'Sam Reyes');
    await use(new Workspace(await context.newPage()));
    await end();
    await context.close();
  },
});

// That it is the change itself that brings the news, and no look that comes by and by, is proven where looks can be stopped
// (server/tests/it/slow.rs).
test('Do Not Call on one screen disables the number on another that stays open', async ({ sam, workspace }) => {
  await sam.open(TALKS);
  await sam.acknowledge(TALKS);
  await expect(sam.callButton(TALKS)).toBeEnabled();

  await workspace.finishACall(TALKS);
  await workspace.choice('Do Not Call').check();
  await workspace.notes.fill('Asked never to be called.');
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  await expect(sam.phone(TALKS)).toContainText('on the do-not-call list');
  await expect(sam.callButton(TALKS)).toBeDisabled();
});

test('a number that a colleague talks to cannot be called, and can when they are done', async ({ sam, workspace }) => {
  await sam.open(TALKS);
  await workspace.callAndTalk(TALKS);
  await expect(sam.phone(TALKS)).toContainText('Somebody is in a call with this number right now.');
  await expect(sam.callButton(TALKS)).toBeDisabled();
  await workspace.hangUp();
  await expect(sam.phone(TALKS), 'it was just tried').toContainText('less than 120 minutes ago');
  await expect(sam.phone(TALKS)).toContainText('1 attempt in 24 hours');
});
