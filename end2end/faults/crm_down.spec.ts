// The CRM is away when the agent saves. "Saved" is true at once; "In Podio" only when it is.
import { expect, test } from '../fixtures';
import { DEAD, TALKS } from '../fixtures/leads';

for (const fault of ['down', 'over_limit'] as const) {
  test(`a CRM that is ${fault}: saved now, in Podio later`, async ({ page, workspace, sandbox }) => {
    await workspace.finishACall(TALKS);
    await sandbox.faults({ crm: fault });
    await workspace.disposition('Voicemail', 'No message left.');
    await expect(workspace.saved).toContainText('Podio will have it as soon as it answers.');
    await expect(workspace.saved).not.toContainText('In Podio');

    // The agent goes on meanwhile.
    await workspace.acknowledge(DEAD);
    await expect(workspace.callButton(DEAD)).toBeEnabled();
    await page.reload();
    await expect(workspace.history.getByText('No message left.')).toBeVisible();
    await expect(workspace.history.getByText('Podio will have it as soon as it answers.')).toBeVisible();

    await sandbox.faults({});
    await sandbox.activity();
    await sandbox.task();
    await expect(workspace.history.getByRole('link', { name: /In Podio/ })).toBeVisible();
  });
}

test('a create whose answer is lost makes one activity, not two', async ({ workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  await sandbox.faults({ crm: 'lose_create_reply' });
  await workspace.disposition('Voicemail', 'No message left.');
  await sandbox.activity();
  await sandbox.faults({});
  await expect(workspace.saved).toContainText('In Podio');
  await sandbox.task();
  const { activities, tasks } = await sandbox.crm();
  expect([activities.length, tasks.length]).toEqual([1, 1]);
});

test('a sign-in that has ended is renewed, and nobody notices', async ({ workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  await sandbox.faults({ crm: 'expire_token' });
  await sandbox.faults({});
  await workspace.disposition('Not Interested', 'Keeps it.');
  await expect(workspace.saved).toContainText('In Podio');
});
