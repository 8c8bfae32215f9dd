// One tab has the phone; the others say so, and show the same call.
import { Workspace, expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

test('a second tab shows the call, and can end it', async ({ context, workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  const second = new Workspace(await context.newPage());
  await second.page.goto(`/workspace?item_id=${TALKS.lead}`);
  await expect(second.device).toHaveText('In another tab');
  await second.inCall(TALKS);
  await expect(second.callBar.getByText('The sound of this call is not in this tab.')).toBeVisible();
  await expect(second.mute).toBeDisabled();
  await expect(second.callButton(TALKS)).toBeDisabled();
  await sandbox.legs('in-progress', 'in-progress');

  await second.hangUpButton.click();
  await second.isOver();
  await workspace.isOver();
  await sandbox.legs('completed', 'completed');
});

test('a second tab can take the phone over', async ({ context, workspace }) => {
  await workspace.open(TALKS);
  const second = new Workspace(await context.newPage());
  await second.page.goto(`/workspace?item_id=${TALKS.lead}`);
  await expect(second.page.getByText('Another tab of this browser has your phone.').first()).toBeVisible();
  await second.page.getByRole('button', { name: 'Use this tab' }).click();
  await second.isReady();
  await expect(workspace.device).toHaveText('In another tab');
  await expect(workspace.callButton(TALKS)).toBeDisabled();

  await second.click(TALKS);
  await second.inCall(TALKS);
  await second.hangUp();
});

test('when the tab in charge is closed, the next one takes the phone by itself', async ({ page, context, workspace }) => {
  await workspace.open(TALKS);
  const second = new Workspace(await context.newPage());
  await second.page.goto('/');
  await expect(second.device).toHaveText('In another tab');
  await page.close();
  await second.isReady();
});

test('a disposition that was saved in another tab is not saved twice', async ({ context, workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  const second = new Workspace(await context.newPage());
  await second.page.goto(`/workspace?item_id=${TALKS.lead}`);
  await second.disposition('Not Interested', 'From the second tab.');
  // The first tab follows.
  await expect(workspace.saved).toContainText('Saved.');
  await expect(workspace.save).toBeDisabled();
  await sandbox.activity();
  expect((await sandbox.crm()).activities).toHaveLength(1);
});
