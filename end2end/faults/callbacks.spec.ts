// Twilio's callbacks come twice, late and in another order. The record is the same in the end.
import { expect, test } from '../fixtures';
import { BUSY, TONE } from '../fixtures/leads';

// A call whose end is told late is hung up by the server as well, which may find that it has ended: that is logged.
test.use({ tolerate: [/status of 409/] });

const BENT = { callbacks_doubled: true, callbacks_delayed: true, callbacks_shuffled: true };

test('an answered call ends right, and is in the CRM once', async ({ workspace, sandbox }) => {
  await sandbox.faults(BENT);
  await workspace.callAndTalk(TONE);
  await workspace.hangUpButton.click();
  await workspace.isOver();
  await expect(workspace.state).toHaveText(/^The call is over\./);
  await workspace.disposition('Voicemail', 'No message left.');

  const prospect = await sandbox.prospectLeg();
  await expect
    .poll(async () => (await sandbox.activity()).simple, { timeout: 30_000 })
    .toMatchObject({
      'Call Duration (seconds)': prospect.duration,
      'Recording URL': expect.stringContaining(`/play_recording/${prospect.recordings[0]?.sid}`),
    });
  await sandbox.task();
  const { activities, tasks } = await sandbox.crm();
  expect([activities.length, tasks.length]).toEqual([1, 1]);
});

test('a busy line stays busy', async ({ workspace, sandbox }) => {
  await sandbox.faults(BENT);
  await workspace.call(BUSY);
  await expect(workspace.state).toHaveText('The line is busy.');
  await workspace.isOver();
  await expect(workspace.state).toHaveText('The line is busy.');
});
