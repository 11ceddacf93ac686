#!/bin/sh
# Puts a complete build context into the folder OUT: build.sh OUT. The server is one static file, so any base will do.
set -eu

missing() {
  echo "go: $1" >&2
  exit 69
}

[ $# -eq 1 ] || { echo "usage: build.sh OUT" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)

# The toolchain that is here, and the modules that go.sum names; nothing else around this folder has a say.
export GOTOOLCHAIN=local GOWORK=off GOFLAGS=-mod=readonly CGO_ENABLED=0 GOOS=linux

command -v go >/dev/null || missing "go is missing"
version=$(cd / && go env GOVERSION)
case $version in
  go1.2[5-9]* | go1.[3-9][0-9]*) ;;
  *) missing "$version is older than the Go 1.25 that the SDK asks for" ;;
esac

mkdir -p "$1"
out=$(cd "$1" && pwd)
rm -rf "$out/server" "$out/licenses" "$out/Dockerfile"
cd "$here"

# No symbols, no path of this machine and no commit: the same source makes the same file anywhere.
go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$out/server" . >&2

# What is linked in has to be named with its terms wherever the file goes.
go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}' . | sort -u |
  while read -r module dir; do
    mkdir -p "$out/licenses/$module"
    cp "$dir"/LICENSE* "$out/licenses/$module/"
  done
mkdir -p "$out/licenses/go"
cp "$(go env GOROOT)"/LICENSE "$out/licenses/go/"

cp "$here/Dockerfile" "$out/Dockerfile"
chmod -R u+w,a+rX "$out/server" "$out/licenses" "$out/Dockerfile"
