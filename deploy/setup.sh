#!/bin/sh
# Builds .venv from a lock file: deploy/setup.sh requirements.lock
# Uses the newest Python >= 3.11 on the PATH; nothing outside .venv is touched, but for Debian's python3-venv where root lacks it.
set -eu
lock=$1

usable() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

python=
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3.14 python3 python; do
    if usable "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "pantau: no Python >= 3.11 found; install one (Debian: apt-get install python3 python3-venv) or set PYTHON=/path/to/python3" >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "pantau: installing $version"
        apt-get update -qq && apt-get install -y -qq "$version" </dev/null
    else
        echo "pantau: $python cannot build virtual environments; run: sudo apt-get install $version" >&2
        exit 1
    fi
fi

if [ ! -x .venv/bin/python ] || ! usable .venv/bin/python; then
    rm -rf .venv
    "$python" -m venv .venv
fi
echo "pantau: installing $lock into .venv ($(.venv/bin/python --version))"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
