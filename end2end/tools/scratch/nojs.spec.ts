import { test } from '../../fixtures';
test.use({ tolerate: [/./], javaScriptEnabled: false });
test('nojs', async ({ page }) => {
  await page.goto('/');
  console.log(await page.locator('noscript p').count(), await page.locator('noscript button').count(), await page.locator('noscript').first().boundingBox());
  await page.screenshot({ path: '/tmp/shots/nojs.png' });
});
