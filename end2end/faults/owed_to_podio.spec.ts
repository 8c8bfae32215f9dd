// What Podio is owed can be seen, and sent again by hand.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

test('what Podio did not take is listed with its reason, and goes out when it is sent again', async ({ page, context, workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  await sandbox.faults({ crm: 'down' });
  await workspace.disposition('Voicemail', 'Left word about the house.');

  const [owed] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Owed to Podio' }).click()]);
  await expect(owed.getByRole('heading', { name: 'Owed to Podio' })).toBeVisible();
  const activity = owed.getByRole('listitem').filter({ hasText: 'Call Activity' }).filter({ hasText: TALKS.name });
  await expect(async () => {
    await owed.reload();
    await expect(activity.getByText('Podio is not working at the moment')).not.toHaveCount(0, { timeout: 500 });
  }).toPass();
  const { violations } = await new AxeBuilder({ page: owed }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

  await sandbox.faults({});
  await expect(async () => {
    await owed.goto('/outbox');
    const again = owed.getByRole('button', { name: 'Send again now' });
    if ((await again.count()) > 0) await again.first().click();
    await expect(owed.getByText('Nothing is owed: Podio has everything.')).toBeVisible({ timeout: 500 });
  }).toPass();
  expect((await sandbox.activity()).simple['Disposition Code']).toBe('Voicemail');
  await sandbox.task();
});
