#!/usr/bin/env bash
# Makes sure that the pinned Rust toolchain has the wasm target. rustup does it in seconds where it reaches its
# server; elsewhere Debian's own packages of the Rust sources make a std for wasm once (docs/set-up.md).
set -euo pipefail
cd "$(dirname "$0")/.."
channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)

has_wasm() { [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-unknown-unknown/lib" ]; }

if ! command -v rustup >/dev/null; then
  echo "rustup is missing: install it from https://rustup.rs, then run this again." >&2
  exit 1
fi
has_wasm && exit 0
echo "installing Rust $channel with the wasm target"
rustup toolchain install "$channel" --profile minimal --component rustfmt --component clippy --target wasm32-unknown-unknown || true
has_wasm && exit 0
echo "Rust $channel for wasm32-unknown-unknown could not be installed: see docs/set-up.md, 'Without rustup's server'." >&2
exit 1
