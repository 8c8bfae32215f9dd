// A call that nobody answers: the agent hears why, and the screen says the same.
import { expect, heardInOrder, heardTone, heardVoice, test } from '../fixtures';
import { BUSY, DEAD, NO_ANSWER, VOICEMAIL } from '../fixtures/leads';

test('busy', async ({ page, workspace, sandbox }) => {
  await workspace.call(BUSY);
  await expect(workspace.state).toHaveText('The line is busy.');
  await expect.poll(() => heardVoice(page)).toBeGreaterThan(0);
  await workspace.isOver();
  await sandbox.legs('completed', 'busy');
});

test('no answer', async ({ page, workspace, sandbox }) => {
  // Long enough to be seen, on a machine that stands still now and then, too.
  await sandbox.pace(0.5);
  await workspace.call(NO_ANSWER);
  await expect(workspace.state).toHaveText(`Ringing ${NO_ANSWER.number}…`);
  await expect(workspace.state).toHaveText('Nobody answered.', { timeout: 30_000 });
  await expect.poll(() => heardVoice(page)).toBeGreaterThan(0);
  expect(await heardTone(page, 440), 'the ringing tone').toBe(true);
  expect(await heardInOrder(page), 'that it rings, and then why it came to nothing').toEqual(['ringing', 'a voice']);
  await workspace.isOver();
  await sandbox.legs('completed', 'no-answer');
});

test('voicemail', async ({ page, workspace, sandbox }) => {
  await workspace.callAndTalk(VOICEMAIL);
  await expect.poll(() => heardVoice(page), { message: 'the greeting' }).toBeGreaterThan(5);
  await expect.poll(() => heardTone(page, 1000), { message: 'the beep' }).toBe(true);
  await workspace.hangUp();
  await workspace.disposition('Voicemail', 'The greeting is hers.');
  expect((await sandbox.activity()).simple['Disposition Code']).toBe('Voicemail');
});

test('not in service', async ({ page, workspace, sandbox }) => {
  await workspace.call(DEAD);
  await expect(workspace.failure).toHaveText('The number is not in service or could not be reached.');
  await expect.poll(() => heardVoice(page)).toBeGreaterThan(0);
  await workspace.isOver();
  await sandbox.legs('completed', 'failed');
  await expect(workspace.save).toBeEnabled();
});
