import { expect, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

test('notes that are typed during a call survive a reload', async ({ page, workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await workspace.notes.fill('Roof leaks. Sister has a key.');
  await workspace.choice('Callback Scheduled').check();
  await workspace.askingPrice.fill('210k');
  await page.reload();
  await expect(workspace.notes).toHaveValue('Roof leaks. Sister has a key.');
  await expect(workspace.choice('Callback Scheduled')).toBeChecked();
  await expect(workspace.askingPrice).toHaveValue('210k');

  await workspace.isOver();
  await workspace.nextAction.fill('2026-11-24');
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  expect((await sandbox.activity()).simple['Agent Notes / Summary']).toContain('Roof leaks. Sister has a key.');
});

test('each lead has its own notes, and what is saved does not come back', async ({ page, workspace }) => {
  await workspace.open(TALKS);
  await workspace.notes.fill('Ask for Denise.');
  await workspace.open(TONE);
  await expect(workspace.notes).toHaveValue('');

  await workspace.finishACall(TALKS);
  await expect(workspace.notes).toHaveValue('Ask for Denise.');
  await workspace.disposition('Not Interested', 'Not interested.');
  await page.reload();
  await workspace.isReady();
  await expect(workspace.notes).toHaveValue('');
});
