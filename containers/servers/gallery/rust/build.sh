#!/bin/sh
# Puts a complete build context into the folder OUT: build.sh OUT. The server links the C library of the machine that
# builds and libgcc_s, so the base image must have both, and the former not older.
set -eu

missing() {
  echo "rust: $1" >&2
  exit 69
}

[ $# -eq 1 ] || { echo "usage: build.sh OUT" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)

command -v cargo >/dev/null || missing "cargo is missing"
command -v rustc >/dev/null || missing "rustc is missing"
command -v cc >/dev/null || missing "cc is missing, which links the server"
version=$(rustc --version | cut -d ' ' -f 2)
case $version in
  1.8[89].* | 1.9[0-9].* | 1.[1-9][0-9][0-9].*) ;;
  *) missing "rustc $version is older than the 1.88 that the SDK asks for" ;;
esac

mkdir -p "$1"
out=$(cd "$1" && pwd)
rm -rf "$out/server" "$out/licenses" "$out/Dockerfile"

# Never into the repository, and the same folder each time: only the first build takes minutes.
target=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/mcptc-gallery-rust}
registry=${CARGO_HOME:-$HOME/.cargo}/registry/src
# Panics would name the folders of this machine.
RUSTFLAGS="--remap-path-prefix=$registry=/registry" \
  nice -n 10 cargo build --release --locked --quiet --jobs "${CARGO_BUILD_JOBS:-2}" \
  --manifest-path "$here/Cargo.toml" --target-dir "$target" >&2
cp "$target/release/server" "$out/server"

# What is linked in has to be named with its terms wherever the file goes.
host=$(rustc -vV | sed -n 's/^host: //p')
cargo tree --locked --quiet --manifest-path "$here/Cargo.toml" --target "$host" --edges normal,no-proc-macro \
  --prefix none --format '{p}' | awk '{ print $1 "-" substr($2, 2) }' | sort -u |
  while read -r crate; do
    for file in "$registry"/*/"$crate"/LICEN[CS]E* "$registry"/*/"$crate"/COPY*; do
      [ -f "$file" ] || continue
      mkdir -p "$out/licenses/$crate"
      cp "$file" "$out/licenses/$crate/"
    done
  done

cp "$here/Dockerfile" "$out/Dockerfile"
chmod -R u+w,a+rX "$out/server" "$out/licenses" "$out/Dockerfile"
