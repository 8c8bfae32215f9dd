import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

// Chromium logs the refused form.
test.use({ tolerate: [/status of 422/] });

test('what is missing is said at each field, and nothing is saved', async ({ page, workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  await workspace.choice('Appointment Set').check();
  await workspace.askingPrice.fill('a lot');
  await workspace.save.click();

  await expect(workspace.saveFailure).toHaveText('Not saved. Some fields need your attention.');
  await expect(workspace.notes).toHaveAccessibleDescription('Write a note: one line is enough.');
  await expect(workspace.nextAction).toHaveAccessibleDescription('Choose the day of the next action.');
  await expect(workspace.askingPrice).toHaveAccessibleDescription('Write an amount such as $185,000 or 185k.');
  await expect(workspace.notes).toBeFocused();
  await expect(workspace.notes).toHaveAttribute('aria-invalid', 'true');
  await expect(workspace.saved).toHaveText('');

  await workspace.notes.fill('Friday at ten, at the house.');
  await workspace.nextAction.fill('2026-11-27');
  await workspace.askingPrice.fill('$185,000');
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  await expect(workspace.saveFailure).toHaveText('');
  await expect(page.getByText('Not saved.')).toBeHidden();
  expect((await sandbox.activity()).simple['Target Asking Price']).toBe('185000.00 USD');
});
