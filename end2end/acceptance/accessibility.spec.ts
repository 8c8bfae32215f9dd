// No finding of axe (WCAG 2.2 AA and best practices), in light and in dark, in every state of the screen.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { TALKS } from '../fixtures/leads';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    // Chromium logs the form that is refused on purpose.
    test.use({ colorScheme, tolerate: [/status of 422/] });

    test('the leads', async ({ page }) => {
      await page.goto('/');
      await expect(page.getByRole('rowheader', { name: TALKS.name })).toBeVisible();
      await hasNoBarrier(page);
    });

    test('the workspace: before, during and after a call', async ({ page, workspace }) => {
      await workspace.open(TALKS);
      await hasNoBarrier(page);

      await workspace.click(TALKS);
      await workspace.inCall(TALKS);
      await workspace.mute.click();
      await workspace.keypadButton.click();
      await expect(workspace.keypad).toBeVisible();
      await hasNoBarrier(page);

      await workspace.hangUp();
      await workspace.save.click();
      await expect(workspace.saveFailure).not.toBeEmpty();
      await hasNoBarrier(page);

      await workspace.disposition('Not Interested', 'Done.');
      await expect(workspace.saved).toContainText('In Podio');
      await hasNoBarrier(page);
    });

    test('the help, and the choice of a microphone', async ({ page, workspace }) => {
      await workspace.open(TALKS);
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
      await hasNoBarrier(page);
      await page.keyboard.press('Escape');
      await workspace.device.click();
      await expect(page.getByRole('combobox', { name: 'Microphone' })).toBeVisible();
      await hasNoBarrier(page);
    });

    test('the sandbox', async ({ page }) => {
      await page.goto('/sandbox');
      await expect(page.getByRole('heading', { level: 1, name: 'Sandbox' })).toBeVisible();
      await hasNoBarrier(page);
    });
  });
}

async function hasNoBarrier(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html).slice(0, 5) }));
  expect(found).toEqual([]);
}
