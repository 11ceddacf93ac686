#!/bin/sh
# Puts a complete build context into the folder OUT: build.sh OUT. The packages fit the Python that builds ($PYTHON, or
# python3), so the default base image of the context is the one with that Python; any other base must match it.
set -eu

missing() {
  echo "grpc-python: $1" >&2
  exit 69
}

[ $# -eq 1 ] || { echo "usage: build.sh OUT" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}

command -v "$python" >/dev/null || missing "$python is missing"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  missing "$python is not Python 3.11 or newer"
"$python" -m pip --version >/dev/null 2>&1 || missing "pip is missing in $python"

mkdir -p "$1"
out=$(cd "$1" && pwd)
rm -rf "$out/app" "$out/Dockerfile"
mkdir "$out/app"

# Wheels only, and nothing that is not in the list: no compiler is needed, and no version is a surprise.
"$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-warn-script-location \
  --no-compile --no-deps --only-binary :all: --target "$out/app/site" -r "$here/requirements.txt" >&2
# Commands would name the interpreter of this machine, and the server needs none.
rm -rf "$out/app/site/bin"
cp -R "$here/server" "$out/app/server"
find "$out/app" -name __pycache__ -prune -exec rm -rf {} +

# The root of the container is read-only, so what is compiled here starts faster each time. By hash and under its later
# path, as neither the time stamps nor the folders of this machine mean anything there.
"$python" -m compileall -q --invalidation-mode unchecked-hash -s "$out" -p / "$out/app" >&2

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
sed "s/python:3\.[0-9]*-/python:$version-/" "$here/Dockerfile" >"$out/Dockerfile"
chmod -R a+rX "$out/app" "$out/Dockerfile"
