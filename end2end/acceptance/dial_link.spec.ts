// One click from Podio: a signed link that a person follows calls, once; whatever else opens the page calls nobody.
import type { Page } from '@playwright/test';
import { Workspace, expect, test } from '../fixtures';
import { type Callee, HANGS_UP, OCCUPIED, TONE } from '../fixtures/leads';
import type { Sandbox } from '../fixtures/sandbox';

/** The lead's page in the CRM, and the link on it. */
async function leadPage(page: Page, sandbox: Sandbox, callee: Callee) {
  const lead = (await sandbox.crm()).leads.find((item) => item.item_id === callee.lead);
  await page.goto(lead?.link ?? '');
  return page.getByRole('link', { name: /\/dial\?item_id=/ });
}

test.beforeEach(async ({ server }) => {
  await server.command('podio', 'links');
});

test('a click on the link in Podio calls the lead, and the address keeps nothing of it', async ({ page, workspace, sandbox }) => {
  const link = await leadPage(page, sandbox, TONE);
  await link.click();
  await workspace.inCall(TONE);
  await expect(page).toHaveURL(`/workspace?item_id=${TONE.lead}`);
  expect((await sandbox.calls()).filter((call) => call.parent_sid === null)).toHaveLength(1);
  await workspace.hangUp();
});

test('a reload and the way back call nobody again', async ({ page, workspace, sandbox }) => {
  const link = await leadPage(page, sandbox, HANGS_UP);
  await link.click();
  await workspace.isOver();
  await workspace.disposition('No Answer', 'Hung up.');
  // The number may be called again, so that only the page keeps it from being called.
  await sandbox.later({ hours: 3 });
  await page.reload();
  await workspace.isReady();
  await expect(workspace.callButton(HANGS_UP)).toBeEnabled();
  await page.goBack();
  await page.goForward();
  await workspace.isReady();
  await expect(workspace.callButton(HANGS_UP)).toBeEnabled();
  expect((await sandbox.calls()).filter((call) => call.parent_sid === null)).toHaveLength(1);
});

test('what must be read first is read first', async ({ page, workspace, sandbox }) => {
  const link = await leadPage(page, sandbox, OCCUPIED);
  await link.click();
  await workspace.isReady();
  await expect(workspace.gates(OCCUPIED).first(), 'the gate has the focus').toBeFocused();
  expect(await sandbox.calls()).toEqual([]);
});

test('a script that sends the browser there calls nobody', async ({ page, workspace, sandbox }) => {
  const link = await leadPage(page, sandbox, TONE);
  const address = (await link.getAttribute('href')) ?? '';
  // A script of the page itself: what a test evaluates counts as a person's to the browser.
  await page.addInitScript((to) => {
    if (location.pathname.startsWith('/sandbox/podio-web')) setTimeout(() => location.assign(to), 0);
  }, address);
  await page.reload();
  await workspace.isReady();
  await expect(workspace.callButton(TONE)).toBeFocused();
  expect(await sandbox.calls()).toEqual([]);
});

test('a link that somebody changed opens the lead and calls nobody', async ({ page, workspace, sandbox }) => {
  const link = await leadPage(page, sandbox, TONE);
  await link.evaluate((a: HTMLAnchorElement) => {
    a.href = a.href.replace(/key=./, (found) => (found === 'key=A' ? 'key=B' : 'key=A'));
  });
  await link.click();
  await workspace.isReady();
  await expect(workspace.callButton(TONE)).toBeFocused();
  expect(await sandbox.calls()).toEqual([]);
});

test('a second tab takes the phone over for its call', async ({ context, workspace, sandbox }) => {
  await workspace.open(TONE);
  const podio = await context.newPage();
  const link = await leadPage(podio, sandbox, TONE);
  await link.click();
  await new Workspace(podio).inCall(TONE);
});
