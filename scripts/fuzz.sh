#!/usr/bin/env bash
# Runs every fuzz target for FUZZ_SECONDS (20), or those that are named: scripts/fuzz.sh e164 item. What is found on the
# way is kept beside the build, so that each run goes on from the last; fuzz/corpus has what is worth keeping for good.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/tools.sh
need cargo-fuzz

seconds="${FUZZ_SECONDS:-20}"
build="${CARGO_TARGET_DIR:-$PWD/target}/fuzz"
triple=$(rustc -vV | sed -n 's/^host: //p')
# Coverage and sanitizers are options of the pinned compiler that it calls unstable. Without the sanitizer's runtime
# the code of others in which memory is unsafe is watched less closely; ours is all safe.
export RUSTC_BOOTSTRAP=1
sanitizer=none
[ -z "$(find "$(rustc --print sysroot)/lib/rustlib/$triple/lib" -name '*_rt.asan.*' -print -quit)" ] || sanitizer=address
# What is fuzzed is what is shipped.
cp Cargo.lock fuzz/Cargo.lock
make_target() { CARGO_TARGET_DIR="$build" "$tools/cargo-fuzz" build --sanitizer "$sanitizer" "$@"; }
targets=("$@")
if [ $# = 0 ]; then
  for file in fuzz/src/bin/*.rs; do targets+=("$(basename "$file" .rs)"); done
  make_target
else
  for target in "${targets[@]}"; do make_target "$target"; done
fi

failed=()
printf '%-20s %12s %10s %9s %7s\n' target executions 'a second' coverage inputs
for target in "${targets[@]}"; do
  found="$build/corpus/$target" log="$build/$target.log" broke="fuzz/artifacts/$target/"
  mkdir -p "$found" "$broke"
  status=0
  "$build/$triple/release/$target" "$found" "fuzz/corpus/$target" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$broke" >"$log" 2>&1 || status=$?
  stat() { sed -n "s/^stat::$1: *//p" "$log"; }
  coverage=$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | tail -1)
  printf '%-20s %12s %10s %9s %7s\n' "$target" "$(stat number_of_executed_units)" "$(stat average_exec_per_sec)" \
    "${coverage:-0}" "$(find "$found" -type f | wc -l)"
  [ "$status" = 0 ] || failed+=("$target")
done
[ ${#failed[@]} = 0 ] && exit 0
for target in "${failed[@]}"; do
  echo "FAILED: $target; the input is in fuzz/artifacts/$target, what it said:" >&2
  grep -A4 -m1 -E 'panicked at|ERROR: ' "$build/$target.log" >&2 || tail -5 "$build/$target.log" >&2
done
echo "Mend it with a test beside the code, and keep the input in fuzz/corpus (CONTRIBUTING.md)." >&2
exit 1
