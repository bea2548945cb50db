#!/bin/sh
# Runs a command with the API keys that are in API_KEY_FILE and KIBANA_API_KEY_FILE: deploy/with-key.sh COMMAND ...
set -eu
if [ -n "${API_KEY_FILE:-}" ] && [ -r "$API_KEY_FILE" ]; then
    ELASTICSEARCH_API_KEY=$(cat "$API_KEY_FILE")
    export ELASTICSEARCH_API_KEY
fi
if [ -n "${KIBANA_API_KEY_FILE:-}" ] && [ -r "$KIBANA_API_KEY_FILE" ]; then
    KIBANA_API_KEY=$(cat "$KIBANA_API_KEY_FILE")
    export KIBANA_API_KEY
fi
exec "$@"
