// The programs beside a crate that measure it alone: `examples` in Cargo's words, built by `make bench`.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binary } from './server.mjs';

/** Runs one, and reads what it measured: its lines of JSON. */
export function example(name, words) {
  const program = [process.env.CARGO_TARGET_DIR && join(process.env.CARGO_TARGET_DIR, 'release'), dirname(binary)]
    .filter(Boolean)
    .map((place) => join(place, 'examples', name))
    .find((path) => existsSync(path));
  if (!program) throw new Error(`there is no program ${name}: make bench builds it`);
  const said = execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = said.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line));
}
