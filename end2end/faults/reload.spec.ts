// A reload takes the agent's end of the line with it. The screen says so, and the call can be dispositioned.
import { Workspace, become, expect, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

test('a reload during a call ends it, and loses nothing else', async ({ page, workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await workspace.notes.fill('Said yes to Friday.');
  await page.reload();

  await workspace.isOver();
  await expect(workspace.state).toHaveText(/^The call is over\./);
  await sandbox.legs('completed', 'completed');
  await expect(workspace.notes).toHaveValue('Said yes to Friday.');

  await workspace.isReady();
  await workspace.choice('Appointment Set').check();
  await workspace.nextAction.fill('2026-11-27');
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  const { simple } = await sandbox.activity();
  expect(simple['Agent Notes / Summary']).toContain('Said yes to Friday.');
  expect((await sandbox.task()).simple['Due Date']).toBe('2026-11-27');
});

test('the pages beside the app open beside the call, and say so', async ({ page, context, server, workspace, sandbox }) => {
  // A supervisor sees all of them.
  await become(context, server, 'Dana Cole');
  await workspace.callAndTalk(TONE);
  for (const [name, heading] of [
    ['Owed to Podio', 'Owed to Podio'],
    ['Compliance', /Compliance/],
    ['Dana Cole', 'Your account'],
  ] as const) {
    const link = page.getByRole('link', { name: `${name} (opens in a new tab)` });
    const [beside] = await Promise.all([context.waitForEvent('page'), link.click()]);
    await expect(beside.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await beside.close();
  }
  await workspace.inCall(TONE);
  await sandbox.legs('in-progress', 'in-progress');
  await workspace.hangUp();
});

test('a call that owes its disposition is still owed after the browser was closed', async ({ page, context, workspace }) => {
  await workspace.callAndTalk(TALKS);
  await page.close({ runBeforeUnload: true });

  const next = new Workspace(await context.newPage());
  await next.page.goto('/');
  await next.page.getByRole('link', { name: `Not dispositioned: ${TALKS.name}` }).click();
  await expect(next.state).toHaveText(/^The call is over\./);
  await next.disposition('Not Interested', 'The browser was closed.');
});
