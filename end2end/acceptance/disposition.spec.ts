import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

test('the Call Activity has all ten fields, and the lead its task', async ({ workspace, sandbox, server }) => {
  await workspace.callAndTalk(TALKS);
  await workspace.giveNotice();
  await workspace.talkFor(2);
  await workspace.hangUp();

  await workspace.choice('Callback Scheduled').check();
  await workspace.notes.fill('Wants an offer in writing.\nCall after <5 pm>.');
  await workspace.motivation.selectOption('High');
  await workspace.nextAction.fill('2026-11-26');
  await workspace.askingPrice.fill('185k');
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  await expect(workspace.saved).toContainText('In Podio');

  const activity = await sandbox.activity();
  const prospect = await sandbox.prospectLeg();
  // A recording that was started in the middle belongs to the agent's leg.
  const [recording] = (await sandbox.agentLeg()).recordings;
  await expect
    .poll(async () => (await sandbox.activity()).simple)
    .toEqual({
      Title: `${TALKS.name}: Callback Scheduled`,
      'Relationship to Master Lead': TALKS.lead,
      'Date of Call': expect.stringMatching(/^2026-11-20 18:\d\d:\d\d$/),
      'Call Duration (seconds)': prospect.duration,
      'Recording URL': expect.stringContaining(`${server.origin}/play_recording/${recording?.sid}?key=`),
      'Disposition Code': 'Callback Scheduled',
      'Agent Notes / Summary': expect.stringContaining('Wants an offer in writing.'),
      'Seller Motivation Level': 'High',
      'Next Action Date': '2026-11-26',
      'Target Asking Price': '185000.00 USD',
    });
  expect(prospect.duration).toBeGreaterThanOrEqual(2);
  expect(activity.external_id).toMatch(/^call:[0-9a-f-]{36}$/);

  expect((await sandbox.task()).simple).toEqual({
    Title: `Follow-up Call: ${TALKS.name}`,
    'Task Type': 'Follow-up Call',
    'Due Date': '2026-11-26',
    'Related Lead': TALKS.lead,
    Status: 'Open',
  });
});

test('"In Podio" leads to the Call Activity', async ({ page, workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  await workspace.disposition('Not Interested', 'Keeps the house.');
  const link = workspace.saved.getByRole('link', { name: /In Podio/ });
  await expect(link).toBeVisible();
  const opened = page.waitForEvent('popup');
  await link.click();
  const podio = await opened;
  await expect(podio.getByText('Keeps the house.')).toBeVisible();
  expect((await sandbox.crm()).activities).toHaveLength(1);
});

test('the form cannot be saved before there is a call that is over', async ({ workspace }) => {
  await workspace.open(TALKS);
  await expect(workspace.save).toBeDisabled();
  await workspace.click(TALKS);
  await workspace.inCall(TALKS);
  await expect(workspace.save).toBeDisabled();
  await workspace.hangUp();
  await expect(workspace.save).toBeEnabled();
});

test('a saved call is in the history, and in the list of leads', async ({ page, workspace }) => {
  await workspace.finishACall(TALKS);
  await workspace.disposition('Wrong Number', 'A bakery.');
  const past = workspace.history.getByRole('listitem').first();
  await expect(past).toContainText('Wrong Number');
  await expect(past).toContainText('A bakery.');
  await expect(workspace.notes).toHaveValue('');

  await page.getByRole('link', { name: 'Leads', exact: true }).first().click();
  const row = page.getByRole('row', { name: TALKS.name });
  await expect(row).toContainText('Wrong Number');
});

test.describe('a question', () => {
  // Chromium logs the form that is sent back.
  test.use({ tolerate: [/status of 422/] });

test('notes that read like a request for no more calls are asked about', async ({ page, workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  await workspace.choice('Voicemail').check();
  await workspace.notes.fill('Her son picked up and told me to stop calling.');
  await workspace.save.click();
  const question = workspace.form.getByRole('radiogroup', { name: 'Did they ask for no more calls?' });
  await expect(question).toContainText('The notes read as if they asked for no more calls.');
  await expect(question.getByRole('radio').first()).toBeFocused();
  await question.getByRole('radio', { name: /^Yes/ }).check();
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  await expect(workspace.phone(TALKS)).toContainText('on the do-not-call list');
  await sandbox.activity();
  expect((await sandbox.crm()).tasks, 'nobody is to call again').toHaveLength(0);
  await page.reload();
  await expect(workspace.callButton(TALKS)).toBeDisabled();
});
});
