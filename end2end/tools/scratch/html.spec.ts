import { writeFileSync } from 'node:fs';
import { test } from '../../fixtures';
import { TALKS } from '../../fixtures/leads';
test.use({ tolerate: [/./] });
test('html', async ({ page, workspace }) => {
  await workspace.callAndTalk(TALKS);
  writeFileSync('/tmp/in-call.html', await (await page.request.get(`/workspace?item_id=${TALKS.lead}`)).text());
  await workspace.hangUp();
  writeFileSync('/tmp/ended.html', await (await page.request.get(`/workspace?item_id=${TALKS.lead}`)).text());
});
