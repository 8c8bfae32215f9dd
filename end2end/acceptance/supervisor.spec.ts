// The supervisor's pages and the public ones: by keyboard and screen reader, in both schemes, on a phone's screen.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Workspace, become, expect, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

async function isClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `pixels that stick out sideways on ${page.url()}`).toBe(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 844 } });

    test('no page has a barrier, and each fits a phone', async ({ page, server }) => {
      await become(page.context(), server, 'Dana Cole');
      for (const path of ['/compliance', '/compliance/number', '/compliance/what-if', '/evidence', '/account', '/outbox', '/do-not-call-policy', '/opt-out']) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await isClean(page);
      }
    });
  });
}

test.describe('an agent', () => {
  // Chromium logs the refused page.
  test.use({ tolerate: [/status of 403/] });

  test('finds no way to the supervisor’s pages', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('link', { name: 'Compliance' })).toBeHidden();
    const answer = await page.goto('/compliance');
    expect(answer?.status()).toBe(403);
    await expect(page.getByText('Only a supervisor may open this page.')).toBeVisible();
    for (const path of ['/compliance', '/account', '/outbox']) {
      await page.goto(path);
      const bar = page.getByRole('navigation', { name: 'Main' });
      await expect(bar.getByRole('link', { name: 'Account' })).toBeVisible();
      await expect(bar.getByRole('link', { name: /Compliance|Evidence/ })).toHaveCount(0);
    }
  });
});

test.describe('a form that is refused', () => {
  // Chromium logs the form that is refused on purpose.
  test.use({ tolerate: [/status of 422/] });

  test('says so in the title, and leads to the field', async ({ page, server }) => {
    await become(page.context(), server, 'Dana Cole');
    await page.goto('/compliance/number');
    await page.getByLabel('Number').fill('12');
    await page.getByRole('button', { name: 'Show what is kept on it' }).click();
    await expect(page).toHaveTitle('Not done: A number - Twoleg');
    const number = page.getByLabel('Number');
    await expect(number).toBeFocused();
    await expect(number).toHaveAccessibleDescription(/The number is no number/);
    await isClean(page);
  });
});

test('whoever presses a button in the compliance centre reads what was done', async ({ page, server }) => {
  await become(page.context(), server, 'Dana Cole');
  await page.goto('/compliance');
  await expect(page.getByLabel('Whose')).toHaveValue('');
  await page.getByLabel('Whose').selectOption({ label: 'Sam Reyes' });
  await page.getByRole('button', { name: 'End all their sessions' }).click();
  const done = page.getByRole('region', { name: 'Team' }).getByRole('status');
  await expect(done).toContainText('Those sessions have ended');
  await expect(done).toBeInViewport();
  await isClean(page);
});

test('what a person asks for on the public page is in force at once', async ({ page, workspace }) => {
  await workspace.open(TALKS);
  await workspace.acknowledge(TALKS);
  await expect(workspace.callButton(TALKS)).toBeEnabled();

  const visitor = await page.context().newPage();
  await visitor.goto('/do-not-call-policy');
  await visitor.getByRole('link', { name: 'Tell us your number on this page' }).click();
  await visitor.getByLabel(/number/i).fill(TALKS.number);
  await visitor.getByRole('button', { name: 'Do not call this number' }).click();
  await expect(visitor.getByRole('status')).toBeVisible();

  await page.reload();
  await workspace.isReady();
  await expect(workspace.callButton(TALKS)).toBeDisabled();
  await expect(workspace.phone(TALKS)).toContainText('on the do-not-call list');
});

test('a refused call is in the compliance centre, and the drill says what every rule thinks', async ({ page, server, workspace, sandbox }) => {
  await sandbox.clock('2026-11-21T02:00:00Z');
  await workspace.open(TALKS);
  await become(page.context(), server, 'Dana Cole');
  await page.goto('/');
  const [centre] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'Compliance' }).click()]);
  await expect(centre.getByRole('heading', { level: 1, name: /Compliance/ })).toBeVisible();
  await page.goto('/compliance/what-if');
  await page.getByLabel('Number', { exact: false }).first().fill('(813) 555-0142');
  await page.getByRole('button', { name: /Ask|What if|Show/ }).first().click();
  await expect(page.getByText('R-TIM-2').first()).toBeVisible();
  await expect(page.getByText('R-HUM-1').first()).toBeVisible();
});

test('the team’s pages work for a supervisor who calls, too', async ({ page, server }) => {
  await become(page.context(), server, 'Dana Cole');
  const dana = new Workspace(page);
  await dana.callAndTalk(TALKS);
  await dana.hangUp();
});

test('a link to a recording that went astray is ended, and Podio gets another', async ({ page, server, workspace, sandbox }) => {
  await workspace.callAndTalk(TONE);
  await workspace.talkFor(2);
  await workspace.hangUp();
  await expect(workspace.player).toBeVisible();
  await workspace.disposition('Not Interested', 'Keeps it.');
  const link = async () => String((await sandbox.activity()).simple['Recording URL']);
  await expect.poll(link).toContain('/play_recording/');
  const astray = await link();

  await become(page.context(), server, 'Dana Cole');
  await page.goto('/compliance/number');
  await page.getByLabel('Number').fill(TONE.number);
  await page.getByRole('button', { name: 'Show what is kept on it' }).click();
  const recordings = page.getByRole('region', { name: 'Recordings' });
  await expect(recordings.getByRole('listitem')).toContainText('link is good until');
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await isClean(page);
  }
  await recordings.getByLabel('Call', { exact: true }).selectOption({ label: await recordings.getByRole('option').last().innerText() });
  await recordings.getByLabel('Send Podio a new link').check();
  await recordings.getByRole('textbox', { name: /^Why/ }).first().fill('It was forwarded.');
  await recordings.getByRole('button', { name: 'End its links' }).click();
  await expect(page.getByText('Podio gets a new one.')).toBeVisible();

  await expect.poll(link).not.toBe(astray);
  expect((await page.request.get(astray)).status()).toBe(410);
  expect((await page.request.get(await link())).status()).toBe(200);
});
