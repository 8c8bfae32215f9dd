import { expect, test } from '../fixtures';
import { ALSO_TALKS, HANGS_UP, NO_ANSWER, TALKS, TONE } from '../fixtures/leads';

test('the agent hangs up', async ({ workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await sandbox.legs('in-progress', 'in-progress');
  await workspace.hangUp();
  await expect(workspace.state).toHaveText(/^The call is over\./);
  await sandbox.legs('completed', 'completed');
});

test('the agent hangs up while it rings', async ({ workspace, sandbox }) => {
  // It rings until somebody ends that: for most of a minute.
  await sandbox.pace(2);
  await workspace.call(NO_ANSWER);
  await expect(workspace.state).toHaveText(`Ringing ${NO_ANSWER.number}…`);
  await workspace.hangUp();
  await expect(workspace.state).toHaveText('You hung up before they answered.');
  await sandbox.legs('completed', 'canceled');
});

test('the prospect hangs up', async ({ workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await sandbox.prospectHangsUp();
  await workspace.isOver();
  await expect(workspace.state).toHaveText(/^The call is over\./);
  await sandbox.legs('completed', 'completed');
});

test('a prospect who hangs up soon leaves an answered call', async ({ workspace, sandbox }) => {
  // Lifelike: the call lasts long enough to be seen.
  await sandbox.pace(1);
  await workspace.callAndTalk(HANGS_UP);
  await workspace.isOver();
  await expect(workspace.state).toHaveText(/^The call is over\./);
  await sandbox.legs('completed', 'completed');
  await expect(workspace.save).toBeEnabled();
});

test('the workspace stays open for the next call', async ({ workspace, sandbox }) => {
  await workspace.finishACall(TONE);
  await expect(workspace.callButton(ALSO_TALKS)).toBeDisabled();
  expect(await workspace.why(ALSO_TALKS)).toContain('Save the disposition of your last call');
  await workspace.disposition('Not Interested', 'Has just sold.');

  await workspace.click(ALSO_TALKS);
  await workspace.inCall(ALSO_TALKS);
  await workspace.hangUp();
  expect((await sandbox.calls()).filter((call) => call.parent_sid !== null)).toHaveLength(2);
});
