// The table, and the comparison with the last run.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './server.mjs';

const LAST = join(folder, 'last.json');

/** Prints the machine and the rows `{ what, value, unit, budget?, more?, note? }`, and keeps them for the next run. */
export function report(machine, rows) {
  const last = lastRun(machine);
  for (const [name, value] of Object.entries(machine)) console.log(`${name.padEnd(10)} ${value}`);
  const table = rows.map((row) => [row.what, `${shown(row.value)} ${row.unit}`, ...beside(row), change(row, last.values), row.note ?? '']);
  const lines = [['what', 'measured', 'budget', 'ratio', '', 'last run', ''], ...table];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const numbers = [1, 2, 3];
  console.log();
  for (const line of lines) {
    const cells = line.map((cell, column) => (numbers.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])));
    console.log(cells.join('  ').trimEnd());
  }
  console.log(`\n${last.sentence}`);
  // What was not measured this time stays, where it is comparable.
  const values = { ...last.values, ...Object.fromEntries(rows.map(({ what, value }) => [what, value])) };
  mkdirSync(folder, { recursive: true });
  writeFileSync(LAST, `${JSON.stringify({ at: new Date().toISOString(), machine, values }, null, 2)}\n`);
}

/** Budget, ratio to it, and what that means. */
function beside({ value, unit, budget, more }) {
  if (budget === undefined) return ['', '', ''];
  const kept = more ? value >= budget : value <= budget;
  const ratio = budget === 0 ? '' : (value / budget).toFixed(2);
  return [`${shown(budget)} ${unit}`, ratio, kept ? 'kept' : 'missed'];
}

function change({ what, value }, values) {
  const before = values[what];
  if (!before) return '';
  const percent = Math.round((value / before - 1) * 100);
  return percent === 0 ? 'same' : `${percent > 0 ? '+' : ''}${percent} %`;
}

/** The last run's values, where they can be compared. */
function lastRun(machine) {
  if (!existsSync(LAST)) return { values: {}, sentence: 'No run before this one.' };
  const last = JSON.parse(readFileSync(LAST, 'utf8'));
  const differs = ['processor', 'kernel'].filter((name) => last.machine[name] !== machine[name]);
  const path = ({ binary }) => binary.replace(/, [^,]*$/, '');
  if (path(last.machine) !== path(machine)) differs.push('binary');
  if (differs.length > 0) return { values: {}, sentence: `Not compared with the run of ${last.at}: another ${differs.join(' and ')}.` };
  return { values: last.values, sentence: `Compared with the run of ${last.at}.` };
}

function shown(value) {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value.toLocaleString('en', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
}
