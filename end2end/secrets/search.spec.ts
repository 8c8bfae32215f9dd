// The search itself: what is planted is found, and what may be somewhere is left alone.
import { expect, test } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MARKED } from '../fixtures/kept';
import { missing, search } from './search';

const NUMBER = '(813) 555-0142';
const SESSION = 'c2VhbGVkLXNlc3Npb24tb2Ytc29tZWJvZHk';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twoleg-search-'));
  plant('sessions', SESSION);
});
test.afterEach(() => rmSync(folder, { recursive: true }));

function plant(kind: string, text: string): void {
  mkdirSync(join(folder, kind), { recursive: true });
  writeFileSync(join(folder, kind, 'planted'), `something before ${text} something after`);
}

for (const kind of ['logs', 'databases', 'heads', 'answers', 'errors', 'urls']) {
  test(`a secret in ${kind} is found in every form`, () => {
    const basic = Buffer.from(`AC5a4d:sandbox-auth-token`).toString('base64');
    for (const text of [
      MARKED.SESSION_KEY,
      MARKED.METRICS_TOKEN.toUpperCase(),
      Buffer.from('sandbox-client-secret').toString('hex'),
      `Basic ${basic}`,
      'sandbox-password',
    ]) {
      plant(kind, text);
      const { found } = search(folder);
      expect(found, text).not.toEqual([]);
      expect(found[0]?.excerpt, 'what was found is not repeated').not.toContain(text);
    }
  });

  test(`a session in ${kind} is found`, () => {
    plant(kind, SESSION);
    expect(search(folder).found).toMatchObject([{ what: 'a session' }]);
  });
}

for (const kind of ['logs', 'heads', 'errors', 'urls']) {
  test(`a number in ${kind} is found however it is written`, () => {
    for (const text of [NUMBER, '+18135550142', '8135550142', '813-555-0142', '813%20555%200142', '%2B18135550142']) {
      plant(kind, text);
      expect(search(folder).found, text).not.toEqual([]);
    }
  });
}

test('numbers in the call log and on an agent’s pages are where they belong', () => {
  plant('databases', '+18135550142');
  plant('answers', NUMBER);
  const { found, searched, needles } = search(folder);
  expect(found).toEqual([]);
  expect(searched).toMatchObject({ databases: { files: 1 }, answers: { files: 1 }, logs: { files: 0 } });
  expect(needles).toBeGreaterThan(100);
});

test('what only looks like one is not found', () => {
  plant('logs', 'item 3211775107 of the sandbox, to ends_in=0142');
  expect(search(folder).found).toEqual([]);
});

test('a search that had nothing to look at is no success', () => {
  const nothing = { searched: {}, sessions: 0 };
  const some = { files: 1, bytes: 1 };
  const searched = { logs: some, databases: some, heads: some, answers: some, errors: some, urls: some };
  const everything = { searched, sessions: 1 };
  for (const words of [[], ['--workers=1', '--reporter=list']]) {
    expect(missing(nothing, words)).toEqual([...Object.keys(searched), 'sessions']);
    expect(missing(everything, words)).toEqual([]);
    expect(missing({ ...everything, sessions: 0 }, words)).toEqual(['sessions']);
    const empty = { ...searched, answers: { files: 3, bytes: 0 } };
    expect(missing({ searched: empty, sessions: 1 }, words)).toEqual(['answers']);
  }
  // Some of the tests: whatever has asked a server has left its log and its database.
  for (const words of [['acceptance/audio.spec.ts'], ['-g', 'busy'], ['--grep=busy'], ['--shard=1/3'], ['--last-failed']]) {
    expect(missing(nothing, words)).toEqual([]);
    expect(missing({ searched: { urls: some }, sessions: 0 }, words)).toEqual(['logs', 'databases']);
    expect(missing({ searched: { logs: some, databases: some }, sessions: 0 }, words)).toEqual([]);
  }
});
