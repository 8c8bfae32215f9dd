// What must be read before a call: a gate holds on every phone and every way in, and opens for one call.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { type Callee, OCCUPIED, TALKS } from '../fixtures/leads';

test('an owner-occupied home is called after its disclosure was acknowledged, and once', async ({ workspace, sandbox, page }) => {
  await workspace.open(OCCUPIED);
  await expect(workspace.callButton(OCCUPIED)).toBeDisabled();
  await expect(workspace.phone(OCCUPIED)).toContainText('The owner lives in this property');
  await expect(workspace.phone(OCCUPIED).locator('blockquote'), 'the script is there').not.toBeEmpty();
  await page.keyboard.press('c');
  expect(await sandbox.calls()).toEqual([]);

  await workspace.acknowledge(OCCUPIED);
  await workspace.callButton(OCCUPIED).click();
  await workspace.inCall(OCCUPIED);
  await workspace.hangUp();
  await workspace.disposition('No Answer', 'Cut off.');
  await sandbox.later({ hours: 3 });
  await workspace.open(OCCUPIED);
  await expect(workspace.gates(OCCUPIED), 'the next call asks anew').not.toBeChecked();
  await expect(workspace.callButton(OCCUPIED)).toBeDisabled();
});

test('every phone of the lead has the gate', async ({ page, workspace }) => {
  await workspace.open(OCCUPIED);
  const phones = page.getByRole('region', { name: 'Phones' }).getByRole('listitem');
  for (const phone of await phones.all()) {
    await expect(phone.getByRole('button', { name: /^Call/ })).toBeDisabled();
  }
});

test.describe('without the acknowledgement', () => {
  test.use({ tolerate: [/status of 403/] });

  test('no request gets through: not from a script, not with another lead’s token, not again with the same one', async ({ page, workspace, sandbox }) => {
    await workspace.open(OCCUPIED);
    const slot = await slotOf(page, OCCUPIED);
    const ask = (name: string, body: unknown) =>
      page.evaluate(
        async ([path, json]) => {
          const headers = { 'content-type': 'application/json' };
          const answer = await fetch(path!, { method: 'POST', headers, body: json! });
          return { status: answer.status, body: await answer.text() };
        },
        [`/api/${name}`, JSON.stringify(body)],
      );
    const lead = { item_id: String(OCCUPIED.lead), slot };
    const token = JSON.parse((await ask('click', lead)).body) as string;
    const bare = await ask('dial', { ...lead, token, acknowledged: [] });
    expect(bare.status).toBe(403);
    expect(bare.body).toContain('The owner lives in this property');

    const foreign = JSON.parse((await ask('click', { ...lead, item_id: String(TALKS.lead) })).body) as string;
    const forged = await ask('dial', { ...lead, token: foreign, acknowledged: ['R-GATE-1'] });
    expect(forged.status).toBe(403);
    expect(forged.body).toContain("No person's click stands behind this call");

    const good = await ask('dial', { ...lead, token, acknowledged: ['R-GATE-1'] });
    expect(good.status).toBe(200);
    const again = await ask('dial', { ...lead, token, acknowledged: ['R-GATE-1'] });
    expect(again.status, 'one token, one call').toBe(403);
    await expect.poll(async () => (await sandbox.calls()).filter((call) => call.parent_sid === null).length).toBe(1);
  });

  test('a click that no person made places no call', async ({ page, workspace, sandbox }) => {
    await workspace.open(TALKS);
    await workspace.acknowledge(TALKS);
    await workspace.callButton(TALKS).evaluate((button: HTMLButtonElement) => button.click());
    await expect(workspace.failure).toHaveText('Only a person can place a call. Click Call yourself.');
    expect(await sandbox.calls()).toEqual([]);
    await expect(page.getByRole('button', { name: 'Hang up' })).toBeHidden();
  });
});

/** What the browser names a phone by: it stands in its answer to "why". */
async function slotOf(page: Page, callee: Callee): Promise<string> {
  const id = await page.getByRole('button', { name: `Call ${callee.number}` }).getAttribute('aria-describedby');
  const match = /^why-(.+)-(\d+)$/.exec(id ?? '');
  if (!match) throw new Error(`no slot in ${id}`);
  return `${match[1]}.${match[2]}`;
}
