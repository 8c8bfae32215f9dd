import { expect, test } from '../fixtures';
import { TALKS, TONE } from '../fixtures/leads';

test('notes that are typed during a call survive a reload', async ({ page, workspace, sandbox }) => {
  await workspace.callAndTalk(TALKS);
  await workspace.notes.fill('Roof leaks. Sister has a key.');
  await workspace.choice('Callback Scheduled').check();
  await workspace.askingPrice.fill('210k');
  await page.reload();
  await expect(workspace.notes).toHaveValue('Roof leaks. Sister has a key.');
  await expect(workspace.choice('Callback Scheduled')).toBeChecked();
  await expect(workspace.askingPrice).toHaveValue('210k');

  await workspace.isOver();
  await workspace.nextAction.fill('2026-11-24');
  await workspace.save.click();
  await expect(workspace.saved).toContainText('Saved.');
  expect((await sandbox.activity()).simple['Agent Notes / Summary']).toContain('Roof leaks. Sister has a key.');
});

test('each lead has its own notes, and what is saved does not come back', async ({ page, workspace }) => {
  await workspace.open(TALKS);
  await workspace.notes.fill('Ask for Denise.');
  await workspace.open(TONE);
  await expect(workspace.notes).toHaveValue('');

  await workspace.finishACall(TALKS);
  await expect(workspace.notes).toHaveValue('Ask for Denise.');
  await workspace.disposition('Not Interested', 'Not interested.');
  await page.reload();
  await workspace.isReady();
  await expect(workspace.notes).toHaveValue('');
});

test('what nobody came back to for a week is dropped when the app starts', async ({ page, workspace }) => {
  const drafts = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('twoleg:draft:')).length);
  /** Makes the draft so many days old, or one of a version that wrote no time. */
  const age = (days?: number) =>
    page.evaluate((days) => {
      const name = Object.keys(localStorage).find((name) => name.startsWith('twoleg:draft:')) ?? '';
      const draft = JSON.parse(localStorage.getItem(name) ?? '{}') as Record<string, unknown>;
      const written = days === undefined ? undefined : Math.floor(Date.now() / 1_000) - days * 86_400;
      localStorage.setItem(name, JSON.stringify({ ...draft, written }));
    }, days);
  /** Starts the app away from the lead. */
  const start = async () => {
    await page.goto('/');
    await workspace.isReady();
  };

  await workspace.open(TALKS);
  await workspace.notes.fill('Ask for Denise.');
  await expect.poll(drafts).toBe(1);
  await start();
  for (const days of [undefined, 6]) {
    await age(days);
    await start();
    expect(await drafts(), `${days} days old`).toBe(1);
  }
  await workspace.open(TALKS);
  await expect(workspace.notes).toHaveValue('Ask for Denise.');

  await start();
  await age(8);
  await start();
  await expect.poll(drafts).toBe(0);
  await workspace.open(TALKS);
  await expect(workspace.notes).toHaveValue('');
});
