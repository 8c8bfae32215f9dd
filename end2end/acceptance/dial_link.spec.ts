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

test('a second link while the first talks cuts nobody off', async ({ page, context, workspace, sandbox }) => {
  // Opened behind the other, before there is any call. Chromium without a screen hides no tab by itself.
  const second = new Workspace(await context.newPage());
  await second.page.addInitScript(() => {
    Object.defineProperty(Document.prototype, 'visibilityState', { configurable: true, get: () => 'hidden' });
  });
  await (await leadPage(second.page, sandbox, HANGS_UP)).click();
  await second.isReady();

  await page.bringToFront();
  await (await leadPage(page, sandbox, TONE)).click();
  await workspace.inCall(TONE);
  await expect(second.device).toHaveText('In another tab');

  // Now the agent looks at the second one.
  const asked = second.page.waitForResponse('**/api/current_call');
  await second.page.evaluate(() => {
    Object.defineProperty(Document.prototype, 'visibilityState', { configurable: true, get: () => 'visible' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await asked;
  await expect(second.page.getByRole('link', { name: `In a call: ${TONE.name}` })).toBeVisible();
  await expect(second.device).toHaveText('In another tab');
  await workspace.inCall(TONE);
  await sandbox.legs('in-progress', 'in-progress');
  expect((await sandbox.calls()).filter((call) => call.parent_sid === null)).toHaveLength(1);

  // The click is given up for good, not put off.
  await workspace.hangUp();
  await workspace.disposition('No Answer', 'A tone.');
  await expect(second.page.getByRole('link', { name: TONE.name })).toHaveCount(0);
  await expect(second.device).toHaveText('In another tab');
  expect((await sandbox.calls()).filter((call) => call.parent_sid === null)).toHaveLength(1);
});

test.describe('where nobody says whether the agent is free', () => {
  // Chromium logs the question that got no answer.
  test.use({ tolerate: [/ERR_FAILED/] });

  test('a second tab leaves the phone where it is', async ({ context, workspace, sandbox }) => {
    await workspace.open(TONE);
    const podio = await context.newPage();
    await podio.route('**/api/current_call', (route) => route.abort());
    const link = await leadPage(podio, sandbox, TONE);
    const unanswered = podio.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/current_call'));
    await link.click();
    await unanswered;
    await expect(new Workspace(podio).device).toHaveText('In another tab');
    await workspace.isReady();
    expect(await sandbox.calls()).toEqual([]);
  });
});
