#!/usr/bin/env bash
# Makes .venv from the hashed locks, or leaves it alone while its stamps fit.
#   tools/environment.sh          what Ketum needs to run
#   tools/environment.sh test     and what its checks need
#   tools/environment.sh python   prints the Python that .venv would be made with
# Why it is done this way: docs/decisions/0001-environment.md
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

find_python() {
  local name
  for name in python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
    then
      echo "$name"
      return
    fi
  done
  echo "Ketum needs Python 3.11 or newer with venv, and found none." >&2
  echo "On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
  return 1
}

# What the environment was made from, and where: a folder that was moved needs a new one.
stamp_of() {
  { pwd; cat pyproject.toml "$@"; } | sha256sum
}

fits() {
  [ -x .venv/bin/python ] && [ "$(cat ".venv/$1.stamp" 2>/dev/null)" = "$2" ]
}

# uv reads another configuration than pip: where it cannot install, pip still may.
install_locked() {
  if [ -x .venv/bin/uv ] && .venv/bin/uv pip install --quiet --python .venv/bin/python \
    --link-mode copy --compile-bytecode --require-hashes --requirements "$1"
  then
    return
  fi
  .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
    --requirement "$1"
}

make_environment() {
  local python
  python=$(find_python)
  echo "Making .venv with $("$python" --version) ..." >&2
  rm -rf .venv
  "$python" -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes \
    --requirement tools/installer.lock 2>/dev/null || echo "No uv here; pip goes on." >&2
  install_locked requirements.lock
  .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
    --no-index --editable .
  .venv/bin/python -m compileall -q src
}

case "${1:-run}" in
  python)
    find_python
    exit
    ;;
  run | test) ;;
  *)
    echo "usage: tools/environment.sh [run | test | python]" >&2
    exit 2
    ;;
esac

run_stamp=$(stamp_of requirements.lock)
if ! fits run "$run_stamp"; then
  make_environment
  echo "$run_stamp" >.venv/run.stamp
fi

if [ "${1:-run}" = test ]; then
  test_stamp=$(stamp_of requirements.lock requirements-test.lock)
  if ! fits test "$test_stamp"; then
    echo "Adding what the checks need ..." >&2
    install_locked requirements-test.lock
    echo "$test_stamp" >.venv/test.stamp
  fi
fi
