// The server dies in the middle of a call, and comes back. The sandbox's carrier dies with it, and so does the line.
import { expect, test } from '../fixtures';
import { ALSO_TALKS, TALKS, TONE } from '../fixtures/leads';

// What is tried while the server is away fails, and is logged by the browser and by the SDK.
test.use({ tolerate: [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|TwilioVoice|WebSocket/] });

test('the screen says that it may be out of date, then tells the truth; nothing is lost', async ({ workspace, sandbox, server }) => {
  await workspace.callAndTalk(TONE);
  await workspace.notes.fill('Half a sentence');
  await server.kill();
  await expect(workspace.callBar.getByText('The connection to Twoleg is lost, so this may be out of date.')).toBeVisible();
  await expect(workspace.device).toHaveText('Connection lost');

  await server.up();
  await workspace.isOver();
  await expect(workspace.state).toHaveText(/^The call is over\./);
  await expect(workspace.callBar.getByText('may be out of date')).toBeHidden();
  await expect(workspace.notes).toHaveValue('Half a sentence');
  await workspace.choice('Callback Scheduled').check();
  await workspace.nextAction.fill('2026-11-23');
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  expect((await sandbox.activity()).simple).toMatchObject({
    'Relationship to Master Lead': TONE.lead,
    'Disposition Code': 'Callback Scheduled',
  });
  await sandbox.task();

  await workspace.isReady();
  await workspace.click(ALSO_TALKS);
  await workspace.inCall(ALSO_TALKS);
  await workspace.hangUp();
});

test('what was saved before the server died reaches the CRM after it', async ({ workspace, sandbox, server }) => {
  await workspace.finishACall(TALKS);
  await sandbox.faults({ crm: 'down' });
  await workspace.disposition('Voicemail', 'Saved just in time.');
  await server.kill();
  await server.up();
  const { simple } = await sandbox.activity();
  expect(simple['Agent Notes / Summary']).toContain('Saved just in time.');
  expect((await sandbox.task()).simple['Due Date']).toBe('2026-11-22');
  await expect(workspace.saved).toContainText('In Podio');
});
