// The rules and the do-not-call lists, each alone: what they add to a click.
import { example } from '../example.mjs';

/** Enough that every area code has its bitmap, and a tenth of what the registry holds. */
const SOME = 25_000_000;
const ALL = 250_000_000;

export function decisions() {
  return example('decisions', ['--json']).map(({ what, per_second }) => ({
    what: `decisions, ${what}`,
    value: per_second,
    unit: '/s',
    more: true,
    note: 'one core',
  }));
}

export const lists = () => registry(SOME);

/** Takes minutes, and 3.1 GB of disk while it runs: `make bench-lists`. */
export const wholeRegistry = () => registry(ALL);

function registry(numbers) {
  const of = `of ${numbers / 1e6} million`;
  return example('registry', [String(numbers), '--json']).map(({ what, value, unit }) => ({
    what: `registry ${of}: ${what}`,
    value,
    unit,
    ...(unit === '/s' && { more: true }),
  }));
}
