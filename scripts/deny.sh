#!/usr/bin/env bash
# Licences, sources and bans of every dependency (deny.toml). Advisories need a database from GitHub: they are checked by
# `ADVISORIES=1 make deny` where that can be reached.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/tools.sh
need cargo-deny
checks=(licenses bans sources)
[ -z "${ADVISORIES:-}" ] || checks+=(advisories)
"$tools/cargo-deny" --log-level error check "${checks[@]}"
