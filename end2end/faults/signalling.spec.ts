// The socket to the carrier breaks off. The sound has its own way and goes on.
import { expect, heardNow, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

// The SDK logs that its socket is gone.
test.use({ tolerate: [/TwilioVoice|WebSocket/] });

test('a call outlives its signalling socket', async ({ page, workspace, sandbox }) => {
  await workspace.callAndTalk(TONE);
  const agent = await sandbox.agentLeg();
  const replaced = page.waitForEvent('websocket');
  await sandbox.dropSockets();
  await replaced;

  await workspace.isReady();
  await workspace.inCall(TONE);
  const frames = (await sandbox.media()).frames_received;
  await expect.poll(async () => (await sandbox.media()).frames_received).toBeGreaterThan(frames + 50);
  await expect.poll(async () => Math.abs((await heardNow(page)) - 440)).toBeLessThan(10);
  await sandbox.legs('in-progress', 'in-progress');
  expect((await sandbox.agentLeg()).sid).toBe(agent.sid);

  await workspace.hangUp();
  await sandbox.legs('completed', 'completed');
});

test('an idle phone comes back, and can be used', async ({ page, workspace, sandbox }) => {
  await workspace.open(TALKS);
  const replaced = page.waitForEvent('websocket');
  await sandbox.dropSockets();
  await replaced;
  await workspace.isReady();
  await workspace.click(TALKS);
  await workspace.inCall(TALKS);
  await workspace.hangUp();
});
