// A reload takes the agent's end of the line with it. The screen says so, and the call can be dispositioned.
import { Workspace, expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

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

test('a call that owes its disposition is still owed after the browser was closed', async ({ page, context, workspace }) => {
  await workspace.callAndTalk(TALKS);
  await page.close({ runBeforeUnload: true });

  const next = new Workspace(await context.newPage());
  await next.page.goto('/');
  await next.page.getByRole('link', { name: `Not dispositioned: ${TALKS.name}` }).click();
  await expect(next.state).toHaveText(/^The call is over\./);
  await next.disposition('Not Interested', 'The browser was closed.');
});
