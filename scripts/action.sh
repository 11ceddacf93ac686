#!/usr/bin/env bash
# What `action.yml` runs. Every input is a variable of the environment; here they become words of command lines, and no shell
# reads them again. It keeps to what bash 3.2 knows, because that is what runners on macOS have.
set -euo pipefail

# The server under test inherits the environment, and is not to find the key there.
key=${MCPTC_SIGN_KEY:-}
unset MCPTC_SIGN_KEY
newline=$'\n'
folder= result= signature= junit= comment= gate= badge= token= secrets= annotations=

# However this ends, a later step finds its outputs. Paths have no line breaks and figures are numbers, so a line each is safe.
finish() {
  local code=$?
  [[ -z $secrets ]] || rm -rf -- "$secrets"
  [[ -z $token ]] || printf '\n::%s::\n' "$token"
  # Commands of our own, in which the words of a server are escaped.
  [[ -z $annotations ]] || printf '%s\n' "$annotations"
  {
    printf 'folder=%s\nresult=%s\nsignature=%s\njunit=%s\n' "$folder" "$result" "$signature" "$junit"
    printf 'comment=%s\ngate=%s\nbadge=%s\nexit-code=%s\n' "$comment" "$gate" "$badge" "$code"
    [[ -z $result ]] || node - "$output/result.json" <<'SCRIPT'
const { summary } = JSON.parse(require('node:fs').readFileSync(process.argv[2], 'utf8'));
const cells = Object.values(summary).flatMap((row) => Object.values(row));
for (const verdict of ['pass', 'fail', 'warn', 'not-verified']) {
  console.log(`${verdict}=${cells.reduce((sum, counts) => sum + counts[verdict], 0)}`);
}
SCRIPT
  } >>"${GITHUB_OUTPUT:-/dev/null}"
}
trap finish EXIT

misuse() {
  printf 'mcptc action: %s\n' "$1" >&2
  exit 2
}

action=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
directory=${MCPTC_WORKING_DIRECTORY:-.}
[[ $directory != *"$newline"* && $directory != -* ]] && cd -- "$directory" 2>/dev/null ||
  misuse 'the input working-directory is a folder of the workspace'

output=${MCPTC_OUTPUT:-conformance}
case $output in
  *"$newline"* | *,*) misuse 'the input output is a path without commas and line breaks' ;;
  -*) output=./$output ;;
esac
# The folder as later steps find it, which start in the workspace.
directory=${directory%/}/
[[ $directory != ./ ]] || directory=
case $output in
  /* | [A-Za-z]:[\\/]*) there=$output ;;
  *) there=$directory${output#./} ;;
esac

case ${MCPTC_ANNOTATIONS:-true} in
  true | false) ;;
  *) misuse 'the input annotations is true or false' ;;
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
regressions=
if [[ ${MCPTC_FAIL_ON:-} == broken ]]; then
  regressions=yes
  [[ -n ${MCPTC_AGAINST:-} ]] || misuse 'the input fail-on: broken needs the input against, an earlier result'
elif [[ -n ${MCPTC_FAIL_ON:-} ]]; then
  args+=("--fail-on=$MCPTC_FAIL_ON")
fi
[[ -z ${MCPTC_SET:-} ]] || args+=("--set=$MCPTC_SET")
[[ -z ${MCPTC_BASELINE:-} ]] || args+=("--baseline=$MCPTC_BASELINE")
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
if [[ -n $key ]]; then
  KEY=$key node -e 'process.exit(require("node:crypto").createPrivateKey(process.env.KEY).asymmetricKeyType === "ed25519" ? 0 : 1)' 2>/dev/null ||
    misuse 'the input sign-key is an Ed25519 private key in PEM, not a path'
fi

# What a server says is printed, and must not be taken for commands to the runner.
token=$(node -p 'crypto.randomUUID()')
printf '::stop-commands::%s\n' "$token"

# Nothing that an earlier run left may pass for the result of this one.
for name in result.json result.json.sig junit.xml summary.md comment.md gate.md; do rm -f -- "$output/$name"; done
status=0
mcptc "${args[@]}" || status=$?
[[ ! -d $output ]] || folder=$there
[[ -f $output/result.json ]] || exit "$status"
result=$there/result.json
junit=$there/junit.xml
summary=${GITHUB_STEP_SUMMARY:-/dev/null}

if [[ -n $key ]]; then
  secrets=$(umask 077 && mktemp -d)
  (umask 077 && printf '%s\n' "$key" >"$secrets/key.pem")
  # The report is the one that is there already; what is new is the signature.
  mcptc report "$output/result.json" "--sign-key=$secrets/key.pem" "--report=junit=$output/junit.xml" || status=3
  rm -rf -- "$secrets"
  [[ ! -f $output/result.json.sig ]] || signature=$there/result.json.sig
fi

if [[ -n ${MCPTC_AGAINST:-} ]]; then
  changed=0
  compare=("--against=$MCPTC_AGAINST" "--report=markdown=$output/comment.md")
  [[ -z $regressions ]] || compare+=(--fail-on=broken)
  mcptc report "$output/result.json" "${compare[@]}" || changed=$?
  # What failed before does not count here, as long as the run has decided. Where nothing is asked of the comparison, the
  # run stands without it.
  [[ -z $regressions || $status -gt 1 ]] || status=$changed
  if [[ -f $output/comment.md ]]; then
    comment=$there/comment.md
    cat -- "$output/comment.md" >>"$summary"
  fi
fi

if [[ -n ${MCPTC_POLICY:-} ]]; then
  judged=0
  mcptc gate "$output/result.json" "--policy=$MCPTC_POLICY" >"$output/gate.md" || judged=$?
  case $judged in 0) gate=met ;; 1) gate='not met' ;; *) gate=undecided ;; esac
  cat -- "$output/gate.md"
  cat -- "$output/gate.md" >>"$summary"
  [[ $status -ne 0 ]] || status=$judged
fi

cat -- "$output/summary.md" >>"$summary"
# A part of a plan has an exit code of its own; what it found is printed all the same.
[[ ${MCPTC_ANNOTATIONS:-true} == false ]] || annotations=$(mcptc report "$output/result.json" --report=github 2>/dev/null) || :
# A part of a plan earns no badge.
if [[ -z ${MCPTC_SHARD:-} ]] && mcptc report "$output/result.json" "--report=badge=$output/badge" 2>/dev/null; then
  badge=$there/badge
fi
exit "$status"
