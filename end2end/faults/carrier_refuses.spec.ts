// Twilio will not make the call: the screen gives its reason, and the agent can go on.
import { expect, test } from '../fixtures';
import { ALSO_TALKS, TONE } from '../fixtures/leads';

for (const { fault, code, words } of [
  { fault: 'no_credit', code: '10001', words: 'account is not active' },
  { fault: 'geo_permission', code: '21215', words: 'may not call this region' },
  { fault: 'unverified_number', code: '21219', words: 'This number is not verified' },
]) {
  test(`${fault} ends as failed, with Twilio's reason`, async ({ workspace, sandbox }) => {
    await sandbox.faults({ carrier_refuses: fault });
    await workspace.call(TONE);
    await expect(workspace.failure).toHaveText('Twilio did not make the call. The prospect was not called.');
    await expect(workspace.callBar).toContainText(words);
    await expect(workspace.callBar).toContainText(`(Twilio error ${code})`);
    await workspace.isOver();
    await expect(workspace.form.getByText('No disposition is needed: nobody was reached.')).toBeVisible();

    await sandbox.faults({});
    await workspace.click(ALSO_TALKS);
    await workspace.inCall(ALSO_TALKS);
    await expect(workspace.failure).toHaveText('');
    await workspace.hangUp();
  });
}
