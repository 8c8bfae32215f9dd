// Makes one bill out of the three of `scripts/sbom.sh`, and holds it against the lock files: what it names must be what
// they pin, and nothing that only tests need may be in it.
//
//     node scripts/sbom.mjs FOLDER target/sbom/twoleg.cdx.json

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [folder, path] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/** What must be there, and what must not: the check of the check. */
const SHIPPED = ['axum', 'leptos', 'rusqlite', 'rustls', 'tokio', 'wasm-bindgen', '@twilio/voice-sdk'];
const FOR_TESTS = ['proptest', 'tempfile', 'zipcodes', 'phonenumber-rs', 'fuzz-targets', 'binaryen'];

/** Where a crate of ours lies on this machine is nobody's business. */
function withoutPaths(bill) {
  const text = JSON.stringify(bill)
    .replace(/path\+file:[^"#]*\/([\w-]+)#(?:([\w-]+)@)?(\d[\w.+-]*)/g, (_, folder, name, version) => `twoleg:${name ?? folder}@${version}`)
    .replace(/\?download_url=file:[^"]*/g, '');
  return JSON.parse(text);
}

function merge(bills) {
  const [first] = bills;
  const components = new Map();
  const dependencies = new Map();
  const roots = bills.map((bill) => bill.metadata.component);
  for (const bill of bills) {
    for (const component of [bill.metadata.component, ...bill.components]) components.set(component['bom-ref'], component);
    for (const { ref, dependsOn = [] } of bill.dependencies ?? []) {
      dependencies.set(ref, [...new Set([...(dependencies.get(ref) ?? []), ...dependsOn])].sort());
    }
  }
  const version = roots[0].version;
  const product = { type: 'application', 'bom-ref': `twoleg@${version}`, name: 'twoleg', version };
  dependencies.set(product['bom-ref'], roots.map((root) => root['bom-ref']).sort());
  const sorted = (map) => [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { timestamp: first.metadata.timestamp, component: product },
    components: sorted(components).map(([, component]) => component),
    dependencies: sorted(dependencies).map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
}

/** Name and version of everything that the lock files pin, with its hash where they have one. */
function pinned() {
  const found = new Map();
  for (const entry of readFileSync('Cargo.lock', 'utf8').split('[[package]]').slice(1)) {
    const field = (name) => entry.match(new RegExp(`^${name} = "(.*)"$`, 'm'))?.[1];
    found.set(`${field('name')}@${field('version')}`, field('checksum'));
  }
  const { packages } = JSON.parse(readFileSync('frontend/package-lock.json', 'utf8'));
  for (const [path, { name, version, integrity }] of Object.entries(packages)) {
    const hash = integrity && Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
    found.set(`${name ?? path.replace(/^.*node_modules\//, '')}@${version}`, hash);
  }
  return found;
}

function problems(bill) {
  const locked = pinned();
  const names = new Set(bill.components.map(({ name }) => name));
  const bad = [];
  for (const { name, version, purl, hashes = [] } of bill.components) {
    // npm calls a package without a scope by its folder.
    const key = purl?.startsWith('pkg:npm/') ? decodeURIComponent(purl.slice('pkg:npm/'.length)) : `${name}@${version}`;
    if (!locked.has(key)) bad.push(`${key} is in no lock file`);
    else if (locked.get(key) && !hashes.some(({ content }) => content === locked.get(key))) bad.push(`${key} has another hash than its lock file`);
  }
  for (const name of SHIPPED) if (!names.has(name)) bad.push(`${name} is shipped, and not in it`);
  for (const name of FOR_TESTS) if (names.has(name)) bad.push(`${name} is for tests or for the build, and in it`);
  if (/file:/.test(JSON.stringify(bill))) bad.push('it names a path of this machine');
  return bad;
}

const bill = merge(['server.cdx.json', 'frontend.cdx.json', 'npm.cdx.json'].map(read).map(withoutPaths));
const bad = problems(bill);
if (bad.length > 0) {
  for (const problem of bad) console.error(`bill of materials: ${problem}`);
  process.exit(1);
}
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, `${JSON.stringify(bill, null, 2)}\n`);
console.log(`${path}: ${bill.components.length} components, each as the lock files pin it`);
