#!/bin/sh
# Makes .env from .env.example, with new passwords; what .env already has is kept. Safe to repeat.
set -eu
cd "$(dirname "$0")/.."
umask 077
[ -f .env ] || cp .env.example .env
chmod 600 .env
chmod a+r deploy/kibana.yml # it holds no secret, and Kibana reads it in its container as another user
trap 'rm -f .env.new' EXIT

generate() {
    LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom 2>/dev/null | head -c 40
}
for name in ELASTIC_PASSWORD ANALYST_PASSWORD KIBANA_PASSWORD KIBANA_ENCRYPTION_KEY; do
    if ! grep -q "^$name=..*" .env; then
        grep -v "^$name=" .env >.env.new || :
        printf '%s=%s\n' "$name" "$(generate)" >>.env.new
        mv .env.new .env
    fi
done
echo "The passwords are in .env. Set CONTACT there, so that outlets know whom to ask; then: docker compose up -d"
