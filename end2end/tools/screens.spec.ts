// Pictures of every screen, wide and narrow, light and dark: `SHOTS=<folder> npx playwright test --config tools/screens.config.ts`
import { mkdirSync } from 'node:fs';
import { expect, test } from '../fixtures';
import { ALSO_TALKS, TALKS, TONE } from '../fixtures/leads';

const folder = process.env.SHOTS ?? '../test-results/screens';
mkdirSync(folder, { recursive: true });

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test.describe(`${width} ${colorScheme}`, () => {
      test.use({ colorScheme, viewport: { width, height: width === 390 ? 844 : 860 }, tolerate: [/./] });

      test('screens', async ({ page, workspace, sandbox }) => {
        test.setTimeout(120_000);
        const shot = (name: string, fullPage = true) =>
          page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage });

        await page.goto('/');
        await workspace.isReady();
        await shot('1-leads', false);
        await workspace.open(TALKS);
        await shot('2-idle');
        await workspace.click(TALKS);
        await workspace.inCall(TALKS);
        await workspace.keypadButton.click();
        await workspace.keypad.getByRole('button', { name: '4', exact: true }).click();
        await workspace.talkFor(7);
        await shot('3-in-call');
        // All must agree to a recording there: without the notice there is none to play.
        await workspace.giveNotice();
        await workspace.talkFor(10);
        await workspace.keypadButton.click();
        await workspace.mute.click();
        await shot('3b-muted', false);
        await workspace.hangUp();
        await workspace.choice('Appointment Set').check();
        await workspace.askingPrice.fill('a lot');
        await workspace.save.click();
        await expect(workspace.saveFailure).not.toBeEmpty();
        await shot('4-errors');
        await workspace.askingPrice.fill('185k');
        await workspace.motivation.selectOption('High');
        await workspace.nextAction.fill('2026-11-27');
        await workspace.disposition('Appointment Set', 'Meets on Friday at ten. Wants to be out before winter.');
        await expect(workspace.saved).toContainText('In Podio');
        await expect(workspace.player).toBeVisible();
        await shot('5-saved');
        await page.goto('/sandbox');
        await shot('6-sandbox');
        await sandbox.faults({ crm: 'down' });
        await workspace.finishACall(TONE);
        await workspace.disposition('Voicemail', 'Left word.');
        await page.waitForTimeout(2_000);
        await page.goto('/outbox');
        await shot('6b-owed');
        await sandbox.faults({ carrier_refuses: 'no_credit' });
        await workspace.call(ALSO_TALKS);
        await expect(workspace.failure).not.toBeEmpty();
        await shot('7-carrier-refuses');
        await sandbox.clock('2026-11-20T12:00:00Z');
        await workspace.open(TALKS);
        await shot('8-too-early');
        await page.goto('/workspace?item_id=abc');
        await shot('9-problem', false);
        await page.goto('/');
        await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
        await shot('10-help', false);
      });
    });
  }
}
