// The law's hours, where the phone may ring: eight in the morning to nine in the evening, and in Florida to eight.
import { expect, heardVoice, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

/** Seven in the morning in Tampa. */
const TOO_EARLY = '2026-11-20T12:00:00Z';
/** Nine in the evening there. */
const NINE_PM = '2026-11-21T02:00:00Z';

test('before the hours nobody can be called, and the screen says from when on', async ({ workspace, sandbox }) => {
  await sandbox.clock(TOO_EARLY);
  await workspace.open(TALKS);
  await expect(workspace.callButton(TALKS)).toBeDisabled();
  await expect.poll(() => workspace.why(TALKS)).toMatch(/8:00 am/);
  expect(await sandbox.calls()).toHaveLength(0);
});

test.describe('a page that was opened in time', () => {
  // Chromium logs the refused request.
  test.use({ tolerate: [/status of 403|events\/leads/] });

  test('cannot call when the time is over', async ({ page, workspace, sandbox }) => {
    // Not even if it does not hear that the hours have ended.
    await page.route('**/events/leads/**', (route) => route.abort());
    await workspace.open(TALKS);
    await sandbox.clock(NINE_PM);
    await workspace.click(TALKS);
    await expect(workspace.failure).toHaveText(/calls end at 7:55 pm there/);
    expect(await sandbox.calls(), 'nobody was rung, not even the agent').toHaveLength(0);
  });
});

test('when the hours end between the click and the answer, the prospect is not called', async ({ page, workspace, sandbox }) => {
  // The agent's own browser answers only after the clock has struck nine.
  await page.routeWebSocket('**/sandbox/signal', (socket) => {
    const carrier = socket.connectToServer();
    socket.onMessage(async (message) => {
      if (String(message).includes('"type":"answer"')) await sandbox.clock(NINE_PM);
      carrier.send(message);
    });
  });
  await workspace.call(TALKS);
  await expect(workspace.failure).toHaveText(/^The prospect was not called: .+/);
  await expect.poll(() => heardVoice(page), { message: 'the agent is told' }).toBeGreaterThan(0);
  await workspace.isOver();
  expect((await sandbox.calls()).map((call) => call.to), 'the agent, and nobody else').toEqual(['client:agent_podio_7184236']);
  await expect(workspace.form.getByText('No disposition is needed: nobody was reached.')).toBeVisible();
});

test('Florida at 20:01 is refused, and says until when', async ({ workspace, sandbox }) => {
  await sandbox.clock('2026-11-21T01:01:00Z');
  await workspace.open(TALKS);
  await expect(workspace.callButton(TALKS)).toBeDisabled();
  expect(await workspace.why(TALKS)).toMatch(/Florida.*Next allowed .*8:00 am/s);
});

test('an open page closes by itself when the hours end', async ({ workspace, sandbox }) => {
  await workspace.open(TALKS);
  await workspace.acknowledge(TALKS);
  await expect(workspace.callButton(TALKS)).toBeEnabled();
  await sandbox.clock(NINE_PM);
  // It looks again every 15 seconds.
  await expect(workspace.callButton(TALKS)).toBeDisabled({ timeout: 30_000 });
  await expect(workspace.phone(TALKS)).toContainText('Next allowed');
});

test('a click at 20:54 whose prospect leg comes after the margin is torn down politely', async ({ page, workspace, sandbox }) => {
  // Arizona keeps the federal hours: the margin begins at 20:55 on its clock.
  await sandbox.clock('2026-11-21T03:54:30Z');
  await page.routeWebSocket('**/sandbox/signal', (socket) => {
    const carrier = socket.connectToServer();
    socket.onMessage(async (message) => {
      if (String(message).includes('"type":"answer"')) await sandbox.clock('2026-11-21T03:55:30Z');
      carrier.send(message);
    });
  });
  await workspace.call(TONE);
  await expect(workspace.failure).toHaveText(/^The prospect was not called: .*Arizona/);
  await expect.poll(() => heardVoice(page), { message: 'the agent is told' }).toBeGreaterThan(0);
  await workspace.isOver();
  expect((await sandbox.calls()).map((call) => call.to)).toEqual(['client:agent_podio_7184236']);
});
