# The tools that are in no lock file: each is built once, at the version that is pinned here, and kept beside other
# caches. To be sourced. A debug build takes a third of the time and does just the same.
tools="${XDG_CACHE_HOME:-$HOME/.cache}/twoleg/tools/bin"

version_of() {
  case "$1" in
    cargo-deny) echo 0.20.2 ;;
    cargo-fuzz) echo 0.13.2 ;;
    cargo-cyclonedx) echo 0.5.9 ;;
  esac
}

# What a tool says of its version: some only to cargo, as the subcommand that they are.
says_version() { "$tools/$1" --version 2>/dev/null || "$tools/$1" "${1#cargo-}" --version 2>/dev/null; }

# Makes sure that a tool is there.
need() {
  local version
  version=$(version_of "$1")
  if ! says_version "$1" | grep -qwF "$version"; then
    echo "building $1 $version (once)"
    # Not where the workspace is built: what cargo keeps there is large.
    env -u CARGO_TARGET_DIR cargo install "$1" --version "$version" --locked --debug --root "${tools%/bin}" --quiet
  fi
}
