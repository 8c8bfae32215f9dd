#!/usr/bin/env bash
# Runs a program, and all that it starts, as a machine that stalls would: a stretch of running, a longer one of
# standing still, again and again (STALL_RUN and STALL_STOP, in seconds). `make stalled` and `make stalled-e2e` run the
# tests so; one that then fails measures a time where it should wait for something.
set -u
"$@" &
pid=$!

# The program and its descendants, as the system lists them now.
family() {
  ps -e -o pid= -o ppid= | awk -v root="$pid" '
    { parent[$1] = $2 }
    END {
      for (one in parent) {
        for (up = one; up in parent && up != root && up > 1; up = parent[up]) {}
        if (up == root) print one
      }
    }'
}

all() {
  # shellcheck disable=SC2046 # One word a process.
  kill "$1" $(family) 2>/dev/null
}

trap 'all -CONT; kill "$pid" 2>/dev/null' EXIT INT TERM
while kill -0 "$pid" 2>/dev/null; do
  sleep "${STALL_RUN:-0.3}"
  all -STOP
  sleep "${STALL_STOP:-1.5}"
  all -CONT
done
wait "$pid"
