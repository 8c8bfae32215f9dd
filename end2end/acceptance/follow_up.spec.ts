// What a disposition brings about. The whole table is tested at the server; here it is what the agent sees.
import { expect, test } from '../fixtures';
import { DEAD, NO_ANSWER, TALKS, VOICEMAIL } from '../fixtures/leads';

test('voicemail creates a follow-up call in two days', async ({ workspace, sandbox }) => {
  await workspace.finishACall(VOICEMAIL);
  await workspace.choice('Voicemail').check();
  await expect(workspace.form.getByText('Creates a follow-up call for Nov 22, unless you choose another day.')).toBeVisible();
  await workspace.disposition('Voicemail', 'No message left.');
  await expect(workspace.saved).toContainText('Follow-up Call on Nov 22');
  expect((await sandbox.task()).simple).toMatchObject({ 'Task Type': 'Follow-up Call', 'Due Date': '2026-11-22' });
});

test('no answer creates one for tomorrow, unless the agent names another day', async ({ workspace, sandbox }) => {
  await workspace.call(NO_ANSWER);
  await expect(workspace.state).toHaveText('Nobody answered.');
  await workspace.isOver();
  await workspace.disposition('No Answer', 'Rang and rang.');
  expect((await sandbox.task()).simple['Due Date']).toBe('2026-11-21');

  await sandbox.later({ hours: 3 });
  await workspace.call(NO_ANSWER);
  await expect(workspace.state).toHaveText('Nobody answered.');
  await workspace.isOver();
  await workspace.nextAction.fill('2026-12-03');
  await workspace.disposition('No Answer', 'After the holiday.');
  expect((await sandbox.task(2)).simple['Due Date']).toBe('2026-12-03');
});

test('Do Not Call suppresses the number at once, and creates no task', async ({ page, workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  await workspace.disposition('Do Not Call', 'Asked never to be called.');
  await expect(workspace.callButton(TALKS)).toBeDisabled();
  await expect.poll(() => workspace.why(TALKS)).toMatch(/do not call|not be called|do-not-call/i);
  await sandbox.activity();
  expect((await sandbox.crm()).tasks).toHaveLength(0);

  // Another phone of the same lead is another number.
  await page.reload();
  await workspace.isReady();
  await expect(workspace.callButton(TALKS)).toBeDisabled();
  await workspace.acknowledge(DEAD);
  await expect(workspace.callButton(DEAD)).toBeEnabled();
});
