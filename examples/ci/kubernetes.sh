#!/bin/sh
# Runs kubernetes.yaml, as often as you like: `sh kubernetes.sh`. Exits with 0 where every server conforms, with 1 where one does not
# or where a Job fails. Needs kubectl.
set -eu
manifest=${MANIFEST:-kubernetes.yaml}
# Shards of another run lie in a folder of another name, so that none of them can be taken for one of this run.
run=$(date -u +%Y%m%d-%H%M%S)-$$

# `kubectl wait` waits for one condition, and a Job that failed never becomes complete: this ends with either. Each Job has an
# activeDeadlineSeconds, so that it ends, too, where its pods cannot start.
finished() {
  tries=0
  while [ "$tries" -lt "${TRIES:-900}" ]; do
    conditions=$(kubectl get job "$1" --output 'jsonpath={range .status.conditions[?(@.status=="True")]}{.type}{"\n"}{end}')
    case $conditions in
      *Complete*) return 0 ;;
      *Failed*)
        echo "the Job $1 failed; what it said: kubectl logs --selector job-name=$1" >&2
        return 1
        ;;
    esac
    tries=$((tries + 1))
    sleep "${INTERVAL:-2}"
  done
  echo "the Job $1 has not ended" >&2
  return 1
}

# A Job runs once; what is to run again is another one.
kubectl delete job --ignore-not-found conformance conformance-join
kubectl create configmap conformance-run --from-literal="run=$run" --dry-run=client --output yaml | kubectl apply --filename -
kubectl apply --filename "$manifest" --selector 'step!=join'
status=0
finished conformance || status=1
# It says which shards are missing, and renders the servers that have all of theirs.
kubectl apply --filename "$manifest" --selector step=join
finished conformance-join || status=1
exit "$status"
