// What the first page makes a browser load, as it travels.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { root } from '../server.mjs';

export function sizes() {
  const [wasm, glue, style, sdk] = ['pkg/twoleg_bg.wasm', 'pkg/twoleg.js', 'pkg/twoleg.css', 'vendor/twilio.min.js'].map(brotliBytes);
  return [
    { what: 'wasm + glue, brotli', value: (wasm + glue) / 1000, unit: 'kB', budget: 220, note: `wasm ${kb(wasm)}, glue ${kb(glue)}, style beside it ${kb(style)}` },
    { what: 'Voice SDK, brotli', value: sdk / 1000, unit: 'kB', note: 'unmodified, from Twilio; loads after the page' },
  ];
}

/** As the build has compressed it. */
function brotliBytes(name) {
  const path = join(root, 'target', 'site', name);
  if (existsSync(`${path}.br`)) return statSync(`${path}.br`).size;
  return brotliCompressSync(readFileSync(path)).length;
}

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
