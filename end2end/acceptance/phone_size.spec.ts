// On a phone's screen: nothing sticks out sideways, and what matters during a call is at hand.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('the list of leads fits', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('link', { name: TALKS.name })).toBeVisible();
  await fits(page);
  // The way to sign out is at hand here, too.
  const [account] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'Maya Ortiz' }).tap()]);
  await expect(account.getByRole('button', { name: 'Sign out everywhere' })).toBeVisible();
  await fits(account);
});

test('the sandbox fits, too', async ({ page, workspace }) => {
  await workspace.finishACall(TALKS);
  await workspace.disposition('Not Interested', 'Done.');
  await expect(workspace.saved).toContainText('In Podio');
  await page.goto('/sandbox');
  await expect(page.getByRole('heading', { name: `${TALKS.name}: Not Interested` })).toBeVisible();
  await fits(page);
});

test('a call fits, and its actions are at hand', async ({ page, workspace }) => {
  await workspace.open(TALKS);
  await fits(page);
  await workspace.acknowledge(TALKS);
  await fits(page);
  await workspace.callButton(TALKS).tap();
  await workspace.inCall(TALKS);
  await fits(page);
  for (const button of [workspace.hangUpButton, workspace.mute, workspace.keypadButton]) {
    await expect(button).toBeInViewport({ ratio: 1 });
    await isLarge(button);
  }
  await workspace.keypadButton.tap();
  await fits(page);
  await isLarge(workspace.keypad.getByRole('button', { name: '5', exact: true }));
  await workspace.keypadButton.tap();

  await workspace.hangUpButton.tap();
  await workspace.isOver();
  await workspace.choice('Not Interested').check();
  await workspace.notes.fill('On the road.');
  await workspace.save.tap();
  await expect(workspace.saved).toContainText('Saved.');
  await fits(page);
});

async function fits(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, 'pixels that stick out sideways').toBe(0);
}

/** 44 px is what a finger hits. */
async function isLarge(button: Locator): Promise<void> {
  const box = await button.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
}
