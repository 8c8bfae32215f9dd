// What only a real browser can tell: how long *Save* takes as the agent sees it, and what a call's sound costs the
// sandbox, with the unmodified SDK in Chromium and audio both ways.
import { execSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { morePhones, withMoreLeads } from '../more_leads.mjs';
import { Server } from '../server.mjs';
import { p50 } from '../stats.mjs';

/** The last digit of numbers that answer and talk. */
const TALKS = '0';
const TALK_MS = 8_000;
const SAVES = 5;
/** One in ten talks. */
const LEADS = 10 * SAVES;

export async function agent() {
  const server = await Server.sandbox(withMoreLeads(LEADS));
  const executablePath = execSync('command -v "${CHROMIUM:-chromium}" || command -v google-chrome', { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection'],
  });
  try {
    const context = await browser.newContext();
    const [name, ...value] = server.cookie.split('=');
    await context.addCookies([{ name, value: value.join('='), url: server.origin }]);
    const page = await context.newPage();
    const phones = morePhones(TALKS);
    const saved = [];
    let cores;
    for (let round = 0; round < SAVES; round += 1) {
      await page.goto(`${server.origin}/workspace?item_id=${phones.next().value.item_id}`);
      await page.getByRole('button', { name: /^Call \(/ }).click();
      await page.getByText(/^In call with/).waitFor();
      if (round === 0) cores = await coresUsed(server);
      await page.getByRole('button', { name: /^Hang up/ }).click();
      await page.getByRole('radio', { name: 'Not Interested' }).check();
      await page.getByRole('textbox', { name: /^Notes/ }).fill('Keeps the house.');
      saved.push(await saveMs(page));
    }
    return [
      { what: "disposition saved, as the agent sees it, p50", value: p50(saved), unit: 'ms', budget: 50, note: `${saved.length} calls in Chromium: from the click on Save to the word Saved` },
      ...(cores === undefined ? [] : [{ what: 'a call with sound both ways, of one core', value: cores * 100, unit: '%', budget: 2, note: 'the whole server: the leg, the prospect, the mix, the recording' }]),
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The share of one core that the server takes while two people talk. */
async function coresUsed(server) {
  const [before, began] = [server.cpuSeconds(), performance.now()];
  await pause(TALK_MS);
  const after = server.cpuSeconds();
  return before === undefined ? undefined : (after - before) / ((performance.now() - began) / 1000);
}

/** Measured in the page, by its own clock: automation would add its own round trips. */
async function saveMs(page) {
  const save = page.getByRole('button', { name: /^Save/ });
  await page.waitForFunction(() => [...document.querySelectorAll('button')].some((one) => one.textContent.startsWith('Save') && !one.disabled));
  return save.evaluate(async (button) => {
    const began = performance.now();
    button.click();
    for (;;) {
      await new Promise((next) => requestAnimationFrame(next));
      if ([...document.querySelectorAll('.disposition, .desk')].some((one) => /Saved\./.test(one.textContent))) return performance.now() - began;
      if (performance.now() - began > 10_000) throw new Error('never saved');
    }
  });
}
