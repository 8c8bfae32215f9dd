// Where everybody on the line must agree, nothing is recorded before the agent has said the notice.
import { expect, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

test('nothing is recorded until the agent says that the notice was given', async ({ page, workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await expect(workspace.recordingNotice).toContainText('Not recorded yet');
  await expect(workspace.recordingNotice.getByText(/record this call/)).toBeVisible();
  expect((await sandbox.agentLeg()).recordings, 'nothing runs').toEqual([]);
  expect((await sandbox.prospectLeg()).recordings).toEqual([]);

  await page.keyboard.press('n');
  await expect(workspace.recordingNotice).toContainText('this call is recorded');
  await expect.poll(async () => (await sandbox.agentLeg()).recordings.map(({ status }) => status)).toEqual(['in-progress']);
  await workspace.talkFor(3);
  await workspace.hangUp();
  await expect(workspace.player).toBeVisible();
});

test('who objects is not recorded, and what ran is stopped', async ({ workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await workspace.giveNotice();
  await workspace.callBar.getByRole('button', { name: 'Objected' }).click();
  await expect(workspace.recordingNotice).toContainText('They objected: this call is not recorded.');
  await expect.poll(async () => (await sandbox.agentLeg()).recordings.map(({ status }) => status)).not.toContain('in-progress');
  await expect(workspace.callBar.getByRole('button', { name: 'Notice given' })).toBeHidden();
  await workspace.hangUp();
});

test('an objection before any recording keeps it off', async ({ workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await workspace.callBar.getByRole('button', { name: 'Objected' }).click();
  await expect(workspace.recordingNotice).toContainText('They objected');
  await workspace.hangUp();
  expect((await sandbox.agentLeg()).recordings).toEqual([]);
  await expect(workspace.player).toBeHidden();
});

test('where one party is enough, the call is recorded from the answer, and the screen says so', async ({ workspace, sandbox }) => {
  await workspace.callAndTalk(TONE);
  await expect(workspace.recordingNotice).toHaveText('This call is recorded.');
  await expect.poll(async () => (await sandbox.prospectLeg()).recordings.length + (await sandbox.agentLeg()).recordings.length).toBe(1);
  await workspace.hangUp();
});
