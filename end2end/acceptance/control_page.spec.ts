// The sandbox's own page: what the far side holds, and the switches.
import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

test('it shows what the CRM holds, and what each phone will do', async ({ page, workspace, sandbox }) => {
  await workspace.finishACall(TALKS);
  await workspace.disposition('Voicemail', 'No message left.');
  await sandbox.task();
  await page.goto('/sandbox');
  const holds = page.getByRole('region', { name: 'What the CRM holds' });
  await expect(holds.getByRole('heading', { name: `${TALKS.name}: Voicemail` })).toBeVisible();
  await expect(holds.getByRole('heading', { name: `Follow-up Call: ${TALKS.name}` })).toBeVisible();
  await expect(holds.getByText('No message left.')).toBeVisible();
  const leads = page.getByRole('region', { name: 'Leads' });
  await expect(leads.getByRole('listitem').filter({ hasText: '(352) 555-0187' }).last()).toContainText('is not in service');
});

test('its clock moves the calling hours', async ({ page, workspace }) => {
  await page.goto('/sandbox');
  await page.getByLabel('Time of day').fill('06:30');
  await page.getByRole('button', { name: 'Set the clock' }).click();
  await expect(page.getByText('The clock is set.')).toBeVisible();
  await workspace.open(TALKS);
  await expect(workspace.callButton(TALKS)).toBeDisabled();
});

test('its switches work: a fault, and the prospect who hangs up', async ({ page, context, workspace, server }) => {
  await workspace.callAndTalk(TALKS);
  const control = await context.newPage();
  await control.goto('/sandbox');
  await control.getByRole('radio', { name: /Down/ }).check();
  await expect(control.getByText('The faults are set.')).toBeVisible();
  expect(await server.get('/sandbox/api/faults')).toMatchObject({ crm: 'down' });
  await control.getByRole('button', { name: 'Prospect hangs up' }).click();
  await page.bringToFront();
  await workspace.isOver();
});
