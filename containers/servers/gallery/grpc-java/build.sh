#!/bin/sh
# Puts a complete build context into the folder OUT: build.sh OUT. protoc comes from Maven Central and generates the messages
# from the published proto. Its plugin for the service is not had everywhere, so that Main.java does without.
set -eu

missing() {
  echo "grpc-java: $1" >&2
  exit 69
}

[ $# -eq 1 ] || { echo "usage: build.sh OUT" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)

for tool in javac mvn; do
  command -v "$tool" >/dev/null || missing "$tool is missing"
done
[ "$(uname -sm)" = "Linux x86_64" ] || missing "protoc is fetched for Linux on x86_64 alone"
version=$(javac -version 2>&1 | sed 's/[^0-9]*\([0-9]*\).*/\1/')
[ "$version" -ge 17 ] || missing "javac $version is older than Java 17"

mkdir -p "$1"
out=$(cd "$1" && pwd)
rm -rf "$out/app" "$out/Dockerfile"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$here/../../published-proto.sh" "$work/proto"
cp "$here/pom.xml" "$work"
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.8.1
(cd "$work" && mvn -B -q "$plugin:copy-dependencies" "-DoutputDirectory=$out/app" &&
  mvn -B -q "$plugin:copy" -Dartifact=com.google.protobuf:protoc:4.36.2:exe:linux-x86_64 "-DoutputDirectory=$work" \
    -Dmdep.stripVersion=true) >&2
protoc=$work/protoc-linux-x86_64.exe
chmod +x "$protoc"
mkdir "$work/generated"
"$protoc" "--descriptor_set_in=$work/proto/mcp.binpb" "--java_out=$work/generated" mcp.proto mcp_messages.proto >&2
find "$work/generated" "$here/src" -name '*.java' >"$work/sources"
javac --release 17 -nowarn -cp "$out/app/*" -d "$out/app/classes" "@$work/sources" >&2
cp "$here/Dockerfile" "$out/Dockerfile"
chmod -R a+rX "$out/app" "$out/Dockerfile"
