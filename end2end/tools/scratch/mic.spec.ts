import { test } from '../../fixtures';
import { TALKS } from '../../fixtures/leads';
test.use({ tolerate: [/./], permissions: [] });
test('mic', async ({ page, context, server, workspace }) => {
  const cdp = await context.newCDPSession(page);
  const { targetInfo } = await cdp.send('Target.getTargetInfo');
  console.log(targetInfo.browserContextId);
  await cdp.send('Browser.setPermission', { permission: { name: 'microphone' }, setting: 'denied', origin: server.origin, browserContextId: targetInfo.browserContextId });
  await page.goto(`/workspace?item_id=${TALKS.lead}`);
  await page.waitForTimeout(4000);
  console.log(await workspace.device.innerText(), await page.getByRole('alert').allInnerTexts());
  console.log(await page.evaluate(async () => (await navigator.permissions.query({ name: 'microphone' as PermissionName })).state));
  console.log(await page.evaluate(async () => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'yes', (e) => String(e))));
});
