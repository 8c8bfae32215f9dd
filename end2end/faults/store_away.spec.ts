// The call log lives in Firestore, and Firestore is away: the screen says what is true, and all works again without a
// restart of the server.
import type { Page } from '@playwright/test';
import { expect, test as base } from '../fixtures';
import { Emulator, jar } from '../fixtures/emulator';
import { TALKS } from '../fixtures/leads';
import type { Server } from '../fixtures/server';
import { PEOPLE, signIn } from '../lib/sign_in.mjs';

const test = base.extend<{ emulator: Emulator }>({
  emulator: async ({}, use) => {
    base.skip(!jar(), 'the Firestore emulator is not installed');
    const emulator = await Emulator.start();
    await use(emulator);
    await emulator.kill();
  },
  settings: async ({ emulator }, use) => use(emulator.settings),
});

test.describe('on Firestore', () => {
  // Chromium logs the refused requests.
  test.use({ tolerate: [/status of 50[0-9]/] });

  test('a call is made, dispositioned and in the CRM', async ({ workspace, sandbox }) => {
    await workspace.finishACall(TALKS);
    await workspace.disposition('Voicemail', 'Left word about the house.');
    await expect(workspace.saved).toContainText('In Podio');
    expect((await sandbox.activity()).simple['Disposition Code']).toBe('Voicemail');
    await sandbox.task();
  });

  test('while it is away nobody is called, and the screen says why', async ({ page, server, workspace, sandbox, emulator }) => {
    test.setTimeout(120_000);
    await workspace.open(TALKS);
    await emulator.kill();
    await workspace.click(TALKS);
    await expect(workspace.failure).toHaveText('The call log cannot be written just now, so nothing was done. Try again.', { timeout: 40_000 });
    expect(await sandbox.calls(), 'nobody was rung, not even the agent').toHaveLength(0);

    await emulator.up();
    // The emulator forgets everything when it dies, also what the sandbox's supervisor had recorded.
    await trained(page, server);
    await expect(async () => {
      await workspace.acknowledge(TALKS);
      await workspace.callButton(TALKS).click({ timeout: 1_000 });
      await expect(workspace.callBar).toHaveAttribute('data-state', 'in_call', { timeout: 15_000 });
    }).toPass({ timeout: 60_000 });
    await workspace.hangUp();
  });
});

/** A supervisor records anew what a call needs, once the store is back. */
async function trained(page: Page, server: Server): Promise<void> {
  const { origin } = server;
  // Who works here is forgotten with the rest: whoever signs in is known again.
  await signIn(server.port, 'Maya Ortiz');
  const headers = { cookie: await signIn(server.port, 'Dana Cole'), origin };
  const record = async (form: string, entered: Record<string, string>) => {
    const answer = await page.request.post(`${origin}/compliance/${form}`, { headers, form: entered, maxRedirects: 0 });
    expect(answer.status(), await answer.text()).toBe(303);
  };
  await expect(() => record('training', { agent: PEOPLE['Maya Ortiz']!.id, on: '2026-11-19' })).toPass();
  await record('caller-id', { answers: 'yes', attestation: 'A' });
}
