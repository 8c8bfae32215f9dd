#!/usr/bin/env bash
# The software bill of materials of what is shipped, as CycloneDX: target/sbom/twoleg.cdx.json. Of the server's binary and
# of the browser's wasm as cargo resolves them (no tests, no build scripts), and of the Voice SDK from npm.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/tools.sh
need cargo-cyclonedx
parts=$(mktemp -d)
# The same commit makes the same bill.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH

# It writes a file beside every manifest of the workspace; one of them is wanted.
name="sbom-$$"
sweep() { find . -name node_modules -prune -o -name target -prune -o -name "$name.json" -exec rm {} +; }
trap 'sweep; rm -rf "$parts"' EXIT
# rust PACKAGE TARGET
rust() {
  "$tools/cargo-cyclonedx" cyclonedx --manifest-path "$1/Cargo.toml" --target "$2" --no-build-deps --format json \
    --spec-version 1.5 --override-filename "$name" -qq
  mv "$1/$name.json" "$parts/$1.cdx.json"
  sweep
}
rust server "$(rustc -vV | sed -n 's/^host: //p')"
rust frontend wasm32-unknown-unknown
(cd frontend && npm sbom --sbom-format cyclonedx --omit dev --package-lock-only 2>/dev/null) >"$parts/npm.cdx.json"
node scripts/sbom.mjs "$parts" target/sbom/twoleg.cdx.json
