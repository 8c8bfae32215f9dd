import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

test.use({ permissions: [] });

test('a refused microphone is said, nobody is called, and a late yes is noticed', async ({ page, context, workspace, sandbox }) => {
  await page.goto(`/workspace?item_id=${TALKS.lead}`);
  await expect(workspace.device).toHaveText('No microphone');
  const notice = page.getByRole('alert').filter({ hasText: 'The microphone is blocked.' });
  await expect(notice).toContainText("Allow it for this page in the browser's address bar.");
  await expect(notice.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(workspace.callButton(TALKS)).toBeDisabled();
  expect(await sandbox.calls()).toHaveLength(0);

  await context.grantPermissions(['microphone']);
  await workspace.isReady();
  await expect(notice).toBeHidden();
  await workspace.click(TALKS);
  await workspace.inCall(TALKS);
  await expect.poll(async () => (await sandbox.media()).last_second_peak).toBeGreaterThan(5_000);
  await workspace.hangUp();
});
