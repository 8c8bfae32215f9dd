import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

test('the list is searched while one types, and the address keeps the search', async ({ page, workspace }) => {
  await page.goto('/');
  await workspace.isReady();
  await expect(page.getByRole('rowheader')).toHaveCount(29);
  await page.getByRole('searchbox', { name: 'Search leads' }).fill('FL probate');
  await expect(page.getByRole('rowheader')).toHaveText([TALKS.name, 'Estate of Josephine Baptiste']);
  await expect(page.getByText('2 of 29 leads')).toBeVisible();
  await page.reload();
  await expect(page.getByText('2 of 29 leads')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search leads' }).fill('nobody at all');
  await expect(page.getByText('No lead matches.')).toBeVisible();
});

test('a lead is one click away', async ({ page, workspace }) => {
  await page.goto('/');
  await page.getByRole('link', { name: TALKS.name }).click();
  await expect(page.getByRole('heading', { level: 1, name: TALKS.name })).toBeVisible();
  await expect(page).toHaveTitle(`${TALKS.name} · Twoleg`);
  await workspace.isReady();
  await workspace.acknowledge(TALKS);
  await expect(workspace.callButton(TALKS)).toBeEnabled();
});

test('the call goes on while the agent looks at another page', async ({ page, workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await page.getByRole('link', { name: '‹ Leads' }).click();
  await expect(page.getByRole('rowheader', { name: TALKS.name })).toBeVisible();
  await sandbox.legs('in-progress', 'in-progress');
  await page.getByRole('link', { name: `In a call: ${TALKS.name}` }).click();
  await workspace.inCall(TALKS);
  await workspace.hangUp();
});
