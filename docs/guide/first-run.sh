#!/usr/bin/env bash
# The ten commands of docs/guide/first-run.md, each checked. Ends with the first that is wrong.
#
#   docs/guide/first-run.sh            here, with the caches that are there; the store is a temporary one
#   docs/guide/first-run.sh --clean    as on a new machine: in a fresh clone, with empty caches
set -u

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/first-run-XXXXXX") || exit 1
trap 'rm -rf -- "$work"' EXIT
export HEADRACE_HOME=$work/home

case ${1-} in
    '') ;;
    --clean)
        git clone -q . "$work/clone" && cd "$work/clone" || exit 1
        mkdir "$work/user"
        export HOME=$work/user XDG_CACHE_HOME=$work/user/.cache XDG_DATA_HOME=$work/user/.local/share
        unset HEADRACE_CACHE PIP_CACHE_DIR UV_CACHE_DIR
        ;;
    *)
        echo "usage: docs/guide/first-run.sh [--clean]" >&2
        exit 2
        ;;
esac

number=0
begun=${EPOCHREALTIME/[.,]/}

# step COMMAND…: runs it; what it wrote is in $out and $err.
step() {
    local start=${EPOCHREALTIME/[.,]/} status tenths word shown=
    number=$((number + 1))
    for word; do
        [[ $word =~ ^[A-Za-z0-9_./=:-]+$ ]] || word=${word@Q}
        shown+=" $word"
    done
    printf '\n%d. $%s\n' "$number" "$shown"
    "$@" </dev/null >"$work/out" 2>"$work/err"
    status=$?
    tenths=$(((${EPOCHREALTIME/[.,]/} - start) / 100000))
    out=$(<"$work/out")
    err=$(<"$work/err")
    { tail -n 15 "$work/err" && cut -c1-300 "$work/out" | head -n 15; } | sed 's/^/   | /'
    printf '   %d.%d s, status %d\n' $((tenths / 10)) $((tenths % 10)) "$status"
    ((status == 0)) || wrong "it should have ended with 0"
}

wrong() {
    echo "   WRONG: $*" >&2
    exit 1
}

# has TEXT PATTERN: the text matches the extended regular expression.
has() { grep -qE -- "$2" <<<"$1" || wrong "nothing like '$2' came"; }

# field DOCUMENT EXPRESSION: of a JSON document, as Python says it.
field() { python3 -c 'import json, sys; d = json.loads(sys.argv[1]); print(eval(sys.argv[2]))' "$1" "$2"; }

step ./headrace --version
has "$out" '[0-9]+\.[0-9]+'

step ./headrace run examples/hello.py
has "$out" 'hello'
has "$err" 'succeeded'

step ./headrace run examples/digits/train.py
has "$out" 'accuracy'
has "$err" 'confusion\.png'

step ./headrace run examples/digits/train.py --set 'models=["knn", "svm"]' --json
[[ $(field "$out" 'd["state"]') == succeeded ]] || wrong "the run should have succeeded"
[[ $(field "$out" 'd["result"]["accuracy"] > 0.95') == True ]] || wrong "more than 95 % of the digits should be read right"
[[ $(field "$out" 'sum(t["name"] == "train" for t in d["tasks"])') == 6 ]] || wrong "there should be six candidates"
run=$(field "$out" 'd["id"]')

step ./headrace runs
has "$out" "$run"
(($(grep -c succeeded <<<"$out") == 3)) || wrong "there should be three runs that have succeeded"

step ./headrace show "$run"
has "$out" 'train\[5\]|train.*6'

step ./headrace logs "$run" 'train[0]'
has "$out" 'fitted knn'

step ./headrace artifacts "$run"
has "$out" 'confusion\.png'
reference=$(grep -oE "[^ ]*confusion\.png[^ ]*" <<<"$out" | head -n 1)

step ./headrace get "$reference" -o "$work/confusion.png"
[[ $(head -c 8 "$work/confusion.png" | od -An -tx1 | tr -d ' \n') == 89504e470d0a1a0a ]] || wrong "it should be a PNG"

step ./headrace why "$run"
has "$out" 'succeeded'

tenths=$(((${EPOCHREALTIME/[.,]/} - begun) / 100000))
printf '\nAll ten are right, in %d.%d s.\n' $((tenths / 10)) $((tenths % 10))
