#!/bin/sh
# Runs a command with the API key that is in API_KEY_FILE: deploy/with-key.sh COMMAND ...
set -eu
if [ -n "${API_KEY_FILE:-}" ] && [ -r "$API_KEY_FILE" ]; then
    ELASTICSEARCH_API_KEY=$(cat "$API_KEY_FILE")
    export ELASTICSEARCH_API_KEY
fi
exec "$@"
