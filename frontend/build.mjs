// Puts the site together in target/site, or in the folder that SITE_ROOT names: wasm-bindgen's output shrunk by
// wasm-opt, the style sheets as one file, public/, and the unmodified Voice SDK with its licence. Everything that a
// browser loads is also stored compressed, so that the server never compresses while somebody waits.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '..');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const site = resolve(process.env.SITE_ROOT ?? join(root, 'target', 'site'));
const pkg = join(site, 'pkg');

/** The SDK's bytes are Twilio's own; a changed file stops the build. */
const SDK_SHA256 = '35d3cb1b22e309f9884724a89250aecd2de4f1556ad7b67a7bc5e06c73dcb74a';

rmSync(site, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });

wasm();
writeFileSync(join(pkg, 'twoleg.css'), style(join(root, 'style', 'main.css')));
cpSync(join(root, 'public'), site, { recursive: true });
sdk();
for (const file of files(site)) compress(file);
report();

function wasm() {
  const compiled = join(target, 'wasm32-unknown-unknown', 'wasm-release', 'frontend.wasm');
  execFileSync(join(target, 'debug', 'xtask'), ['bindgen', compiled, pkg, 'twoleg'], { stdio: 'inherit' });
  const bindgen = join(pkg, 'twoleg_bg.wasm');
  const features = ['--enable-bulk-memory', '--enable-nontrapping-float-to-int', '--enable-sign-ext',
    '--enable-mutable-globals', '--enable-reference-types', '--enable-multivalue', '--enable-simd'];
  execFileSync(join(here, 'node_modules', '.bin', 'wasm-opt'),
    [bindgen, '-o', bindgen, '-Oz', '--strip-debug', '--strip-producers', '--strip-target-features', ...features], { stdio: 'inherit' });
}

/** A style sheet with its `@import`s in place. */
function style(path) {
  return readFileSync(path, 'utf8').replace(/@import\s+(?:url\()?["']([^"']+)["']\)?([^;]*);/g, (_, name, layer) => {
    const text = style(join(dirname(path), name));
    const named = /layer\(([^)]+)\)/.exec(layer);
    return named ? `@layer ${named[1]} {\n${text}\n}` : text;
  });
}

function sdk() {
  const from = join(here, 'node_modules', '@twilio', 'voice-sdk');
  const script = readFileSync(join(from, 'dist', 'twilio.min.js'));
  const hash = createHash('sha256').update(script).digest('hex');
  if (hash !== SDK_SHA256) throw new Error(`the Voice SDK is not the pinned one: sha256 ${hash}`);
  mkdirSync(join(site, 'vendor'));
  writeFileSync(join(site, 'vendor', 'twilio.min.js'), script);
  cpSync(join(from, 'LICENSE.md'), join(site, 'vendor', 'twilio.LICENSE.md'));
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

function compress(path) {
  if (!/\.(js|wasm|css|svg|txt)$/.test(path)) return;
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

function report() {
  const size = (path) => (existsSync(path) ? statSync(path).size : 0);
  for (const name of ['pkg/twoleg_bg.wasm', 'pkg/twoleg.js', 'pkg/twoleg.css', 'vendor/twilio.min.js']) {
    const path = join(site, name);
    console.log(`  ${name.padEnd(24)} ${String(size(path)).padStart(9)} bytes, ${String(size(`${path}.br`)).padStart(8)} in brotli`);
  }
}
