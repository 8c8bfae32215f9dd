// What an address leads to: the lead, or a page that says what is wrong with a status that fits.
import { expect, test } from '../fixtures';
import { ABROAD, DELETED, NO_PHONE, TALKS } from '../fixtures/leads';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the lead is in the HTML', async ({ page }) => {
    const answer = await page.goto(`/workspace?item_id=${TALKS.lead}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole('heading', { level: 1, name: TALKS.name })).toBeVisible();
    await expect(page.getByText('4112 Bayshore Blvd, Tampa, FL 33611').first()).toBeVisible();
    await expect(page.getByText(TALKS.number).first()).toBeVisible();
    await expect(page.getByText('(352) 555-0187').first()).toBeVisible();
    await expect(page.getByText('Denise Whitaker').first()).toBeVisible();
    await expect(page.getByText('Probate').first()).toBeVisible();
    // Playwright looks for no text and no role inside <noscript>.
    await expect(page.locator('noscript p')).toHaveText('Calls need JavaScript: this page can only be read.');
    await expect(page.locator('noscript p')).toBeVisible();
    await expect(page.getByRole('button', { name: `Call ${TALKS.number}` })).toBeDisabled();
  });

  test('the leads can be read and searched', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('row', { name: /Harold Whitaker/ })).toContainText('Probate');
    await page.getByRole('searchbox', { name: 'Search leads' }).fill('tampa probate');
    await page.locator('noscript button').click();
    await expect(page.getByRole('rowheader')).toHaveText(['Harold Whitaker']);
  });
});

test('a lead opens by its unique id and by its link, too', async ({ page, sandbox }) => {
  await page.goto('/workspace?app_item_id=30');
  await expect(page.getByRole('heading', { level: 1, name: TALKS.name })).toBeVisible();
  const lead = (await sandbox.crm()).leads.find((item) => item.item_id === TALKS.lead);
  await page.goto(`/workspace?url=${encodeURIComponent(lead?.link ?? '')}`);
  await expect(page.getByRole('heading', { level: 1, name: TALKS.name })).toBeVisible();
});

test('a lead without a phone says so', async ({ page, workspace }) => {
  await workspace.open(NO_PHONE);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Estate of Josephine Baptiste');
  await expect(page.getByText('This lead has no phone. Add one in Podio, then reload this page.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Call / })).toHaveCount(0);
});

test('a phone that cannot be called says why', async ({ page, workspace }) => {
  await workspace.open(ABROAD);
  const phones = page.getByRole('region', { name: 'Phones' });
  await expect(phones.getByText('+49 30 23125 014').first()).toBeVisible();
  await expect(phones.getByRole('button')).toBeDisabled();
  await expect(phones.getByText(/Cannot be called: .+ Correct it in Podio\./)).toBeVisible();
});

test.describe('what cannot be opened', () => {
  // Chromium itself logs a page whose status is an error.
  test.use({ tolerate: [/Failed to load resource.*40[04]/] });

  for (const { path, status, words } of [
    { path: '/workspace?item_id=123456789', status: 404, words: 'This lead is not in Podio' },
    { path: `/workspace?item_id=${DELETED}`, status: 404, words: 'This lead is not in Podio' },
    { path: '/workspace?item_id=abc', status: 400, words: 'The address has no valid item_id' },
    { path: '/workspace?item_id=-1', status: 400, words: 'The address has no valid item_id' },
    { path: '/workspace?app_item_id=0', status: 400, words: 'The address has no valid app_item_id' },
    { path: '/workspace?url=javascript:alert(1)', status: 400, words: 'The address has no valid url' },
    { path: '/workspace', status: 400, words: 'The address names no lead.' },
    { path: '/nowhere', status: 404, words: 'There is no page at this address.' },
  ]) {
    test(`${path} is a ${status} that says what to do`, async ({ page }) => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(status);
      await expect(page.getByRole('heading', { level: 1, name: 'This cannot be opened' })).toBeVisible();
      await expect(page.getByText(words)).toBeVisible();
      await page.getByRole('link', { name: 'Go to the leads' }).click();
      await expect(page.getByRole('rowheader', { name: TALKS.name })).toBeVisible();
    });
  }
});
