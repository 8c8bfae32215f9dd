// Searches what the whole suite left behind for what must not be there.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '../fixtures/kept';
import { type Needle, numbers, secrets } from './needles';

export interface Found {
  file: string;
  what: string;
  /** The neighbourhood, without what was found. */
  excerpt: string;
}

export interface Report {
  /** How many files and bytes of each kind were searched. */
  searched: Record<string, { files: number; bytes: number }>;
  needles: number;
  /** How many sessions of browsers are among them. */
  sessions: number;
  found: Found[];
}

/** Where what must not be. The call log holds numbers, and so do an agent's pages: that is what they are for. */
const FORBIDDEN: Record<Exclude<Kind, 'sessions'>, ('secrets' | 'numbers' | 'sessions')[]> = {
  logs: ['secrets', 'numbers', 'sessions'],
  databases: ['secrets', 'sessions'],
  heads: ['secrets', 'numbers', 'sessions'],
  answers: ['secrets', 'sessions'],
  errors: ['secrets', 'numbers', 'sessions'],
  urls: ['secrets', 'numbers', 'sessions'],
};

/** So much of the neighbourhood is shown. */
const AROUND = 40;

export function search(folder: string): Report {
  const needles = { secrets: secrets(), numbers: numbers(), sessions: sessions(folder) };
  const all = Object.values(needles).flat().length;
  const report: Report = { searched: {}, needles: all, sessions: needles.sessions.length, found: [] };
  for (const [kind, forbidden] of Object.entries(FORBIDDEN)) {
    const wanted = forbidden.flatMap((name) => needles[name]);
    const here = { files: 0, bytes: 0 };
    for (const file of files(join(folder, kind))) {
      const text = readFileSync(file, 'latin1');
      here.files += 1;
      here.bytes += text.length;
      report.found.push(...look(file, text, wanted));
    }
    report.searched[kind] = here;
  }
  return report;
}

/** What chooses among the tests, beside the names of files. */
const CHOOSES = /^(-g|-G|-x|--(grep|grep-invert|last-failed|only-changed|shard|project|test-list|max-failures))(=|$)/;

/**
 * What a run should have left behind and has not: a search of nothing finds nothing. All tests together leave some of
 * everything. Of some of them it is only known that each server has a log and a database; and tests of tools have none.
 */
export function missing({ searched, sessions }: Pick<Report, 'searched' | 'sessions'>, words: string[]): string[] {
  const left = (kind: string) => (kind === 'sessions' ? sessions : (searched[kind]?.bytes ?? 0));
  const all = [...Object.keys(FORBIDDEN), 'sessions'];
  const isWhole = words.every((word) => word.startsWith('-') && !CHOOSES.test(word));
  const isOfServers = all.some((kind) => left(kind) > 0 || (searched[kind]?.files ?? 0) > 0);
  const due = isWhole ? all : isOfServers ? ['logs', 'databases'] : [];
  return due.filter((kind) => left(kind) === 0);
}

function look(file: string, text: string, needles: Needle[]): Found[] {
  const lower = text.toLowerCase();
  return needles.flatMap(({ name, text: needle }) => {
    const at = lower.indexOf(needle.toLowerCase());
    if (at < 0) return [];
    const before = text.slice(Math.max(0, at - AROUND), at);
    const after = text.slice(at + needle.length, at + needle.length + AROUND);
    // Of the neighbourhood no digits are shown either: what stands beside a number may be another.
    const excerpt = `${before}[…]${after}`.replace(/\d/g, '#').replace(/[^\x20-\x7e…]/g, ' ');
    return [{ file, what: name, excerpt }];
  });
}

/** The values of the sessions that browsers had. */
function sessions(folder: string): Needle[] {
  const values = files(join(folder, 'sessions')).flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
  return [...new Set(values)].map((text) => ({ name: 'a session', text }));
}

function files(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}
