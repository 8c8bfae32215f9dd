// A call from the first to the last without a pointer.
import { expect, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

test('call, mute, keypad, hang up, disposition and save by keyboard alone', async ({ page, workspace, sandbox }) => {
  await workspace.open(TONE);
  const { keyboard } = page;

  await keyboard.press('c');
  await workspace.inCall(TONE);
  await expect.poll(async () => (await sandbox.media()).last_second_peak).toBeGreaterThan(5_000);

  await keyboard.press('m');
  await expect.poll(async () => (await sandbox.media()).last_second_peak).toBe(0);
  await keyboard.press('m');
  await expect.poll(async () => (await sandbox.media()).last_second_peak).toBeGreaterThan(5_000);

  await keyboard.press('k');
  await expect(workspace.keypad).toBeVisible();
  await keyboard.press('4');
  await keyboard.press('#');
  await expect.poll(async () => (await sandbox.media()).digits).toBe('4#');
  await expect(workspace.choice('No Answer'), 'while the keypad is open, digits are tones').not.toBeChecked();
  await keyboard.press('Escape');
  await expect(workspace.keypad).toBeHidden();

  await keyboard.press('h');
  await workspace.isOver();

  await keyboard.press('5');
  await expect(workspace.choice('Not Interested')).toBeChecked();
  await expect(async () => {
    await keyboard.press('Tab');
    await expect(workspace.notes).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [10] });
  await keyboard.type('Chooses to keep it. Called at 3.');
  await expect(workspace.choice('Not Interested'), 'digits in the notes are text').toBeChecked();
  await keyboard.press('Control+Enter');
  await expect(workspace.saved).toContainText('Saved.');
  expect((await sandbox.activity()).simple).toMatchObject({
    'Disposition Code': 'Not Interested',
    'Agent Notes / Summary': expect.stringContaining('Chooses to keep it. Called at 3.'),
  });
});

test('every disposition has its key', async ({ page, workspace }) => {
  await workspace.open(TALKS);
  const names = ['Appointment Set', 'Callback Scheduled', 'Voicemail', 'No Answer', 'Not Interested', 'Wrong Number', 'Do Not Call'];
  for (const [position, name] of names.entries()) {
    await page.keyboard.press(String(position + 1));
    await expect(workspace.choice(name)).toBeChecked();
  }
});

test('opening a lead to dial puts the focus on the first Call, and dials nobody', async ({ page, workspace, sandbox }) => {
  await page.goto(`/dial?item_id=${TONE.lead}`);
  await workspace.isReady();
  await expect(workspace.callButton(TONE)).toBeFocused();
  expect(await sandbox.calls()).toHaveLength(0);
  await page.keyboard.press('Enter');
  await workspace.inCall(TONE);
  await workspace.hangUp();
});

test('the keys are listed, and can be switched off', async ({ page, workspace, sandbox }) => {
  await workspace.open(TALKS);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help).toBeVisible();
  await help.getByRole('checkbox', { name: /Single keys/ }).uncheck();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('7');
  await page.keyboard.press('c');
  await expect(workspace.choice('Do Not Call')).not.toBeChecked();
  expect(await sandbox.calls()).toHaveLength(0);

  await page.reload();
  await workspace.isReady();
  await page.keyboard.press('7');
  await expect(workspace.choice('Do Not Call')).not.toBeChecked();
});
