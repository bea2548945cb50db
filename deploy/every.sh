#!/bin/sh
# Runs a command at once and then by the clock, every SECONDS, never twice at a time: deploy/every.sh SECONDS FILE COMMAND ...
# FILE is touched after each round. A command that fails is run again in the next round. SIGTERM ends it, and the command with it.
set -eu
seconds=$1 file=$2
shift 2

stop() {
    trap '' TERM INT
    if [ -n "${!:-}" ]; then
        kill -TERM "$!" 2>/dev/null || :
        wait "$!" || :
    fi
    exit 0
}
trap stop TERM INT
while :; do
    "$@" &
    status=0
    wait "$!" || status=$?
    touch "$file"
    [ "$status" -eq 0 ] || echo "$(date '+%F %T') $1 ended with $status" >&2
    sleep $((seconds - $(date +%s) % seconds)) &
    wait "$!"
done
