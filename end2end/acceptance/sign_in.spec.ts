// Signing in with Podio, at the screens that a person sees; and what an open page does when its session ends.
import AxeBuilder from '@axe-core/playwright';
import { become, expect, test } from '../fixtures';
import { OCCUPIED, TALKS, TONE } from '../fixtures/leads';

test.describe('nobody has signed in', () => {
  test.use({ person: '' });

  test('a lead asks for a sign-in, and opens after it', async ({ page, workspace }) => {
    await page.goto(`/workspace?item_id=${TALKS.lead}`);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('link', { name: 'Sign in with Podio' }).click();
    await page.getByRole('button', { name: /Maya Ortiz/ }).click();
    await workspace.isReady();
    await expect(page).toHaveURL(new RegExp(`/workspace\\?item_id=${TALKS.lead}$`));
    await expect(page.getByRole('link', { name: 'Maya Ortiz' })).toBeVisible();
  });

  test.describe('and Podio shows them no leads', () => {
    test.use({ tolerate: [/status of 403/] });

    test('they are told whom to ask', async ({ page }) => {
      await page.goto('/');
      await page.getByRole('link', { name: 'Sign in with Podio' }).click();
      await page.getByRole('button', { name: /Robin Vale/ }).click();
      await expect(page.getByRole('alert')).toContainText('Robin Vale');
      await expect(page.getByText('Ask the administrator of your Podio workspace')).toBeVisible();
    });
  });

  test('whoever says no at Podio can start again', async ({ page }) => {
    await page.goto('/sign-in/podio');
    await page.getByRole('button', { name: 'Deny' }).click();
    await expect(page.getByRole('alert')).toContainText('You did not let Twoleg see who you are');
    await page.getByRole('link', { name: 'Sign in with Podio' }).click();
    await page.getByRole('button', { name: /Sam Reyes/ }).click();
    await expect(page.getByRole('heading', { name: 'Leads' })).toBeVisible();
  });
});

test.describe('signing out', () => {
  // The workspace that stays open asks, and is told that it is signed out.
  test.use({ tolerate: [/status of 401/] });

  test('whoever signs out is out, and the way back leads through the sign-in', async ({ page, context, workspace }) => {
    await workspace.open(TALKS);
    const [account] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Maya Ortiz' }).click()]);
    await account.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(account.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.bringToFront();
    await expect(page.getByTestId('sign-in-again')).toContainText('Your session has ended');
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });
});

test.describe('a call', () => {
  // One may be said just when the call ends.
  test.use({ tolerate: [/status of 409/] });

  test('is no absence: the page says that it goes on, for as long as it does', async ({ page, workspace }) => {
    // The page says it every two minutes; here, every fifth of a second.
    await page.addInitScript(() => {
      const every = window.setInterval as unknown as (...what: unknown[]) => number;
      const setInterval = (run: unknown, ms: unknown, ...more: unknown[]) => every.call(window, run, ms === 120_000 ? 200 : ms, ...more);
      Object.assign(window, { setInterval });
    });
    const said: (string | null)[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/in_call')) said.push(request.postData());
    });
    await workspace.open(TONE);
    await workspace.click(TONE);
    const answered = page.waitForResponse('**/api/in_call');
    await workspace.inCall(TONE);
    expect((await answered).status()).toBe(200);
    expect(Object.keys(JSON.parse(said[0] ?? '{}') as object).sort()).toEqual(['call_id', 'page_of']);

    await workspace.hangUp();
    const before = said.length;
    // Five more would have been said by then.
    await page.evaluate(() => new Promise((next) => setTimeout(next, 1_000)));
    expect(said.length).toBe(before);
  });
});

test.describe('a session that ends during a call', () => {
  // The page asks, and is told that it is signed out.
  test.use({ tolerate: [/status of 401/] });

  test('cuts nothing and loses nothing: the agent signs in again in place', async ({ page, context, server, workspace }) => {
    await workspace.callAndTalk(TALKS);
    await workspace.notes.fill('Wants to sell in spring.');
    // Elsewhere, the agent signs out everywhere.
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const everywhere = await fetch(`${server.origin}/sign-out`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'everywhere=yes',
    });
    expect(everywhere.status).toBe(303);
    const notice = page.getByTestId('sign-in-again');
    await expect(notice).toContainText('what you have typed stays here');
    await workspace.inCall(TALKS);
    await workspace.hangUpButton.click();
    await expect(page.getByTestId('call-state')).toHaveText('Your browser has left the call. Sign in again to see that it is over.');
    await expect(page.getByRole('button', { name: 'Notice given' }), 'nobody is there to hear it').toBeHidden();

    const [window] = await Promise.all([context.waitForEvent('page'), notice.getByRole('link', { name: 'Sign in again' }).click()]);
    await window.getByRole('button', { name: /Maya Ortiz/ }).click();
    await expect(window.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
    await window.close();
    await expect(notice).toBeHidden();
    await workspace.isOver();
    await expect(workspace.notes).toHaveValue('Wants to sell in spring.');
    await workspace.choice('Not Interested').check();
    await workspace.save.click();
    await expect(workspace.saved).toContainText('Saved.');
  });

  test('or before the save: that is said, and the save works after the sign-in', async ({ page, context, workspace }) => {
    await workspace.finishACall(TALKS);
    await workspace.notes.fill('Wants to sell in spring.');
    await workspace.choice('Not Interested').check();
    await context.clearCookies();
    await workspace.save.click();
    await expect(workspace.saveFailure).toContainText('Not saved. Your session has ended.');
    const notice = page.getByTestId('sign-in-again');
    const [window] = await Promise.all([context.waitForEvent('page'), notice.getByRole('link', { name: 'Sign in again' }).click()]);
    await window.getByRole('button', { name: /Maya Ortiz/ }).click();
    await window.close();
    await expect(notice).toBeHidden();
    await workspace.save.click();
    await expect(workspace.saved).toContainText('Saved.');
  });

  test('leaves what was acknowledged: the click after the sign-in places the call, and the next asks anew', async ({ page, context, workspace, sandbox }) => {
    await workspace.open(OCCUPIED);
    await workspace.acknowledge(OCCUPIED);
    await context.clearCookies();
    await workspace.callButton(OCCUPIED).click();
    const notice = page.getByTestId('sign-in-again');
    await expect(notice).toContainText('Your session has ended');
    await expect(workspace.gates(OCCUPIED)).toBeChecked();
    expect(await sandbox.calls()).toEqual([]);

    const [window] = await Promise.all([context.waitForEvent('page'), notice.getByRole('link', { name: 'Sign in again' }).click()]);
    await window.getByRole('button', { name: /Maya Ortiz/ }).click();
    await window.close();
    await expect(notice).toBeHidden();
    await workspace.callButton(OCCUPIED).click();
    await workspace.inCall(OCCUPIED);
    await workspace.hangUp();
    await workspace.disposition('No Answer', 'Cut off.');
    await sandbox.later({ hours: 3 });
    // The page looks by itself whether the number may be called again.
    await expect(workspace.gates(OCCUPIED)).not.toBeChecked({ timeout: 45_000 });
  });

  test('belongs to nobody else who signs in at this browser', async ({ page, context, server, workspace }) => {
    await workspace.open(TALKS);
    await context.clearCookies();
    await workspace.click(TALKS);
    const notice = page.getByTestId('sign-in-again');
    await expect(notice).toContainText('Your session has ended');
    const [window] = await Promise.all([context.waitForEvent('page'), notice.getByRole('link', { name: 'Sign in again' }).click()]);
    await window.getByRole('button', { name: /Sam Reyes/ }).click();
    await expect(window.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
    await expect(notice).toContainText('Sam Reyes has signed in at this browser');
    await expect(notice.getByRole('button', { name: 'Reload' })).toBeVisible();
    expect(await (await fetch(`${server.origin}/sandbox/api/calls`)).json()).toEqual([]);
  });
});

test.describe('at a change of shift', () => {
  // The server refuses what a page of Maya's asks for once Sam has signed in.
  test.use({ tolerate: [/status of 409/] });

  test('a page that was left open calls nobody in the name of whoever came after', async ({ page, context, server, workspace, sandbox }) => {
    await workspace.open(TALKS);
    await become(context, server, 'Sam Reyes');
    await workspace.click(TALKS);
    await expect(page.getByTestId('sign-in-again')).toContainText('Sam Reyes has signed in at this browser');
    expect(await sandbox.calls()).toEqual([]);
  });

  test('nor does it save, and nobody is told to call again', async ({ page, context, server, workspace }) => {
    await workspace.finishACall(TALKS);
    await become(context, server, 'Sam Reyes');
    await workspace.choice('Not Interested').check();
    await workspace.notes.fill('Wants to sell in spring.');
    await workspace.save.click();
    await expect(workspace.saveFailure).toHaveText('Not saved. Somebody else has signed in at this browser. Reload the page.');
    await expect(page.getByTestId('sign-in-again')).toContainText('Sam Reyes has signed in at this browser');
    await expect(workspace.notes, 'it waits for Maya').toHaveValue('Wants to sell in spring.');
  });
});
