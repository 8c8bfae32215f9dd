// An answer that comes later than the news: what is shown never goes back.
import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

test('the answer to a save that comes after the CRM has the call does not undo it', async ({ page, workspace }) => {
  await workspace.finishACall(TALKS);
  await page.route('**/api/submit_call_data', async (route) => {
    const answer = await route.fetch();
    await expect(workspace.saved).toContainText('In Podio');
    await route.fulfill({ response: answer });
  });
  const answered = page.waitForResponse('**/api/submit_call_data');
  await workspace.disposition('Voicemail', 'No message left.');
  await answered;
  await expect(workspace.notes, 'the answer was taken').toHaveValue('');
  await expect(workspace.saved).toContainText('In Podio');
  await expect(workspace.saved).not.toContainText('as soon as it answers');
});
