// After the last test of a run: nothing that any of them left behind holds what it must not.
import { rmSync } from 'node:fs';
import { KEPT } from '../fixtures/kept';
import { missing, search } from './search';

export default function teardown(): void {
  const report = search(KEPT);
  const { searched, needles, found } = report;
  const parts = Object.entries(searched).map(([kind, { files, bytes }]) => `${kind} ${files} (${Math.ceil(bytes / 1024)} KiB)`);
  console.log(`\nSearched for ${needles} forms of secrets, sessions and numbers in: ${parts.join(', ')}.`);
  if (found.length > 0) {
    const lines = found.slice(0, 50).map(({ file, what, excerpt }) => `  ${file}: ${what}: ${excerpt}`);
    throw new Error(`${found.length} found where none may be:\n${lines.join('\n')}`);
  }
  // The runner's command line: node, playwright, test, and what was asked for.
  const nothing = missing(report, process.argv.slice(3));
  if (nothing.length > 0) throw new Error(`The search looked at no ${nothing.join(', no ')}: the tests keep nothing of them.`);
  rmSync(KEPT, { recursive: true, force: true });
}
