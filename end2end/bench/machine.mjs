// Where the numbers come from.
import { execFileSync } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join, relative } from 'node:path';
import { binary, folder, root } from './server.mjs';
import { p50 } from './stats.mjs';

export function machine() {
  const inside = relative(root, binary);
  return {
    processor: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    kernel: `${type()} ${release()}`,
    load: `${loadavg()[0].toFixed(2)} when the run began`,
    disk: `write and fdatasync of 4 KiB, p50 ${fdatasyncMs().toFixed(2)} ms`,
    node: process.version,
    rustc: rustc(),
    binary: `${inside.startsWith('..') ? binary : inside}, ${(statSync(binary).size / 1e6).toFixed(1)} MB`,
  };
}

function rustc() {
  try {
    return execFileSync('rustc', ['--version'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'not found';
  }
}

/** The disk's part in everything that is durable. */
function fdatasyncMs() {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'fdatasync');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(4096, 7);
  const samples = Array.from({ length: 200 }, () => {
    const from = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - from;
  });
  closeSync(file);
  rmSync(path);
  return p50(samples);
}
