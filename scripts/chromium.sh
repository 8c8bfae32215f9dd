#!/usr/bin/env bash
# Makes sure that there is a Chromium for the browser tests: the system's, or Debian's package.
set -euo pipefail
for browser in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$browser" ] && command -v "$browser" >/dev/null && exit 0
done
if command -v apt-get >/dev/null; then
  echo "installing Debian's chromium"
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null
  exit 0
fi
echo "The browser tests need Chromium: install it, or name it in CHROMIUM." >&2
exit 1
