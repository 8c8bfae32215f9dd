// Sound both ways, by what the browser hears and by what the carrier decodes: that the SDK says "accept" proves nothing.
import { expect, heardNow, test } from '../fixtures';
import { TONE } from '../fixtures/leads';

test('the agent hears the prospect, and the prospect hears the agent', async ({ page, workspace, sandbox }) => {
  await workspace.callAndTalk(TONE);

  // The prospect plays 440 Hz; an analyser's bin is some 6 Hz wide.
  await expect.poll(async () => Math.abs((await heardNow(page)) - 440), { message: 'Hz off 440' }).toBeLessThan(10);

  // The browser's fake microphone beeps.
  await expect.poll(async () => (await sandbox.media()).last_second_peak).toBeGreaterThan(5_000);
  const before = (await sandbox.media()).frames_received;
  await expect.poll(async () => (await sandbox.media()).frames_received).toBeGreaterThan(before + 50);

  await workspace.talkFor(1);
  await expect(workspace.callBar.getByText('Line good')).toBeVisible();
});

test('mute reaches the carrier, and so does its end', async ({ workspace, sandbox }) => {
  await workspace.callAndTalk(TONE);
  await expect.poll(async () => (await sandbox.media()).last_second_peak).toBeGreaterThan(5_000);

  await workspace.mute.click();
  await expect(workspace.unmute).toHaveAttribute('aria-pressed', 'true');
  await expect(workspace.callBar.getByText('You are muted: they cannot hear you.')).toBeVisible();
  await expect.poll(async () => (await sandbox.media()).last_second_peak).toBe(0);
  expect((await sandbox.media()).connected, 'the line stays up').toBe(true);

  await workspace.unmute.click();
  await expect(workspace.mute).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(async () => (await sandbox.media()).last_second_peak).toBeGreaterThan(5_000);
});

test('the keypad sends tones to the carrier', async ({ workspace, sandbox }) => {
  await workspace.callAndTalk(TONE);
  await workspace.keypadButton.click();
  await expect(workspace.keypadButton).toHaveAttribute('aria-expanded', 'true');
  for (const key of ['1', '2', '0', 'Pound']) {
    await workspace.keypad.getByRole('button', { name: key, exact: true }).click();
  }
  await expect(workspace.keypad.getByRole('status')).toHaveText('Sent 120#');
  await expect.poll(async () => (await sandbox.media()).digits).toBe('120#');
});
