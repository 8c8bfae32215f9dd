#!/usr/bin/env bash
# Licences, sources and bans of every dependency (deny.toml). cargo-deny is built once and kept beside other caches;
# its debug build takes a third of the time and checks just the same. Advisories need a database from GitHub: they
# are checked by `ADVISORIES=1 make deny` where that can be reached.
set -euo pipefail
cd "$(dirname "$0")/.."
version=0.20.2
tools="${XDG_CACHE_HOME:-$HOME/.cache}/twoleg/tools"
deny="$tools/bin/cargo-deny"
if ! "$deny" --version 2>/dev/null | grep -qF "$version"; then
  echo "building cargo-deny $version (once)"
  cargo install cargo-deny --version "$version" --locked --debug --root "$tools" --quiet
fi
checks=(licenses bans sources)
[ -z "${ADVISORIES:-}" ] || checks+=(advisories)
"$deny" --log-level error check "${checks[@]}"
