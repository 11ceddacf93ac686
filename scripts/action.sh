#!/usr/bin/env bash
# What `action.yml` runs. Every input is a variable of the environment; here they become words of command lines, and no shell
# reads them again. It keeps to what bash 3.2 knows, because that is what runners on macOS have.
set -euo pipefail

action=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd -- "${MCPTC_WORKING_DIRECTORY:-.}"

misuse() {
  printf 'mcptc action: %s\n' "$1" >&2
  exit 2
}

newline=$'\n'
output=${MCPTC_OUTPUT:-.mcptc}
case $output in
  *"$newline"* | *,*) misuse 'the input output is a path without commas and line breaks' ;;
  -*) output=./$output ;;
esac

version=${MCPTC_VERSION:-}
[[ -n $version ]] || version=$(node -p 'require(process.argv[1]).version' "$action/package.json")
[[ $version =~ ^[0-9A-Za-z.^~+-]+$ ]] || misuse 'the input version is a version, such as 0.1.0'

mcptc() {
  if [[ -n ${MCPTC_EXECUTABLE:-} ]]; then
    "$MCPTC_EXECUTABLE" "$@"
  else
    npx --yes "mcp-transport-conformance@$version" "$@"
  fi
}

# The words of a list: a line each, or of a single line what stands between its spaces. Left in `words`.
split() {
  local text=$1 line
  words=()
  while [[ $text == *"$newline" ]]; do text=${text%"$newline"}; done
  if [[ $text != *"$newline"* ]]; then
    [[ -z $text ]] || read -r -a words <<<"$text"
    return
  fi
  while IFS= read -r line; do
    line=${line%$'\r'}
    [[ -z $line ]] || words+=("$line")
  done <<<"$text"
}

args=(run "--output=$output" "--report=markdown=$output/summary.md,junit=$output/junit.xml")
[[ -z ${MCPTC_CONFIG:-} ]] || args+=("--config=$MCPTC_CONFIG")
[[ -z ${MCPTC_REVISION:-} ]] || args+=("--revision=$MCPTC_REVISION")
[[ -z ${MCPTC_FAIL_ON:-} ]] || args+=("--fail-on=$MCPTC_FAIL_ON")
[[ -z ${MCPTC_SHARD:-} ]] || args+=("--shard=$MCPTC_SHARD")
split "${MCPTC_ARGS:-}"
for word in ${words[@]+"${words[@]}"}; do args+=("$word"); done
split "${MCPTC_URL:-}"
for word in ${words[@]+"${words[@]}"}; do
  [[ $word =~ ^[a-z]+:// ]] || misuse 'the input url is a list of URLs, each with its scheme'
  args+=("$word")
done
split "${MCPTC_COMMAND:-}"
[[ ${#words[@]} -eq 0 ]] || args+=(-- "${words[@]}")

# What a server says is printed, and must not be taken for commands to the runner.
token=$(node -p 'crypto.randomUUID()')
printf '::stop-commands::%s\n' "$token"
resume() { printf '\n::%s::\n' "$token"; }
trap resume EXIT

# Nothing that an earlier run left may pass for the result of this one.
rm -f -- "$output/result.json" "$output/junit.xml" "$output/summary.md"
status=0
mcptc "${args[@]}" || status=$?

result= junit= badge=
if [[ -f $output/result.json ]]; then
  result=$output/result.json
  junit=$output/junit.xml
  if [[ -n ${MCPTC_AGAINST:-} ]]; then
    # Without its comparison the summary still stands.
    mcptc report "$result" "--against=$MCPTC_AGAINST" "--report=markdown=$output/summary.md" || true
  fi
  cat -- "$output/summary.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
  # A part of a plan earns no badge.
  if [[ -z ${MCPTC_SHARD:-} ]] && mcptc report "$result" "--report=badge=$output/badge" 2>/dev/null; then
    badge=$output/badge
  fi
fi

# Paths have no line breaks and figures are numbers, so a line each is safe.
{
  printf 'result=%s\njunit=%s\nbadge=%s\nexit-code=%s\n' "$result" "$junit" "$badge" "$status"
  [[ -z $result ]] || node - "$result" <<'SCRIPT'
const { summary } = JSON.parse(require('node:fs').readFileSync(process.argv[2], 'utf8'));
const cells = Object.values(summary).flatMap((row) => Object.values(row));
for (const verdict of ['pass', 'fail', 'warn', 'not-verified']) {
  console.log(`${verdict}=${cells.reduce((sum, counts) => sum + counts[verdict], 0)}`);
}
SCRIPT
} >>"${GITHUB_OUTPUT:-/dev/null}"

exit "$status"
