#!/bin/sh
# Puts a complete build context into the folder OUT: build.sh OUT. The server is one static file, so any base will do. The code
# for its messages is generated here, from the published proto.
set -eu

missing() {
  echo "grpc-go: $1" >&2
  exit 69
}

[ $# -eq 1 ] || { echo "usage: build.sh OUT" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}

# The toolchain that is here, and the modules that go.sum names; nothing else around this folder has a say.
export GOTOOLCHAIN=local GOWORK=off GOFLAGS=-mod=readonly CGO_ENABLED=0

command -v go >/dev/null || missing "go is missing"
version=$(cd / && go env GOVERSION)
case $version in
  go1.2[6-9]* | go1.[3-9][0-9]*) ;;
  *) missing "$version is older than the Go 1.26 that go.mod asks for" ;;
esac

mkdir -p "$1"
out=$(cd "$1" && pwd)
rm -rf "$out/server" "$out/licenses" "$out/Dockerfile"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$here/../../published-proto.sh" "$work/proto"
cp "$here"/*.go "$here"/go.mod "$here"/go.sum "$work"
GOBIN=$work/bin GOFLAGS= go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12 >&2
GOBIN=$work/bin GOFLAGS= go install google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2 >&2
package=mcptc.invalid/gallery/grpc-go/mcp
names="Mmcp.proto=$package,Mmcp_messages.proto=$package"
mkdir "$work/mcp"
PATH=$work/bin:$PATH PYTHONPATH=$work/proto/site "$python" -m grpc_tools.protoc \
  "--descriptor_set_in=$work/proto/mcp.binpb" \
  "--go_out=paths=source_relative,$names:$work/mcp" "--go-grpc_out=paths=source_relative,$names:$work/mcp" \
  mcp.proto mcp_messages.proto >&2
cd "$work"

# No symbols, no path of this machine and no commit: the same source makes the same file anywhere.
GOOS=linux go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$out/server" . >&2

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
