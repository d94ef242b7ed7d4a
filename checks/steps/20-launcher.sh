# The launcher where it is hard for it: no JDK, no Maven, two at once, killed in the middle, nothing to write to.
# when: all
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
export HEADRACE_CACHE=$work/cache HEADRACE_HOME=$work/home
clone=$work/a\ clone
cases=0 wrong=0

# expect NAME STATUS PATTERN COMMAND…: its exit status, and a pattern in what it writes on standard error.
expect() {
    local name=$1 status=$2 pattern=$3 got
    shift 3
    "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    cases=$((cases + 1))
    if [[ $got == "$status" ]] && grep -qE -- "$pattern" "$work/err"; then
        echo "ok    $name"
    else
        wrong=$((wrong + 1))
        echo "WRONG $name: exit status $got, expected $status and /$pattern/; it said:"
        sed 's/^/    /' "$work/out" "$work/err"
    fi
}

# claim NAME COMMAND…: it succeeds.
claim() {
    local name=$1
    shift
    cases=$((cases + 1))
    if "$@" >"$work/out" 2>&1; then
        echo "ok    $name"
    else
        wrong=$((wrong + 1))
        echo "WRONG $name:"
        sed 's/^/    /' "$work/out"
    fi
}

mkdir "$clone"
git ls-files -coz --exclude-standard | while IFS= read -r -d '' file; do
    [[ -e $file ]] && printf '%s\0' "$file"
done | tar -c --null -T - | tar -x -C "$clone"
headrace=("$clone/headrace" --version)

# Programs that it may call, without Maven and Java.
mkdir "$work/bin"
for program in bash find sort xargs sha256sum cut readlink flock rm mkdir cat sed grep awk head tail env mv sync date; do
    ln -s "$(type -P "$program")" "$work/bin/"
done

expect "no JDK" 3 'HR-0901' \
    env -u HEADRACE_JAVA_HOME -u JAVA_HOME PATH="$work/bin" HEADRACE_JAVA_SEARCH="$work/none/*" "${headrace[@]}"
expect "a JDK that is too old or none" 3 'HEADRACE_JAVA_HOME: no JDK in' env HEADRACE_JAVA_HOME=/ "${headrace[@]}"
expect "no Maven" 3 'HR-0902' env PATH="$work/bin" "${headrace[@]}"

# Killed in the middle of its build: nothing is taken for built.
setsid "${headrace[@]}" >/dev/null 2>&1 &
first=$!
until compgen -G "$clone/.build/tmp-*" >/dev/null || ! kill -0 $first 2>/dev/null; do sleep 0.05; done
sleep 1
kill -KILL $first
wait $first 2>/dev/null
claim "nothing counts as built after a kill" test ! -e "$clone/.build/current"

# Two at once: one builds.
"${headrace[@]}" >"$work/one" 2>&1 &
one=$!
"${headrace[@]}" >"$work/two" 2>&1 &
two=$!
wait $one
claim "the first of two at once" test $? = 0
wait $two
claim "the second of two at once" test $? = 0
claim "only one of them built" test "$(cat "$work/one" "$work/two" | grep -c 'building it, once')" = 1
claim "nothing private is left" test -z "$(compgen -G "$clone/.build/tmp-*")"

"${headrace[@]}" >/dev/null 2>&1 # whoever trained the cache, it is there now
"${headrace[@]}" >/dev/null 2>"$work/err"
claim "the next call builds nothing and says nothing" test -z "$(grep -E '^headrace: ' "$work/err")"
ln -s "$clone/headrace" "$work/link"
(cd / && "$work/link" --version) >/dev/null 2>"$work/err"
claim "through a symbolic link, from elsewhere" test $? = 0
claim "… it is the same build" test -z "$(grep -E '^headrace: ' "$work/err")"
claim "without Maven once it is built" env PATH="$work/bin" "${headrace[@]}"
touch "$clone/pom.xml" && "${headrace[@]}" >/dev/null 2>"$work/err"
claim "a file that was only touched builds nothing" test -z "$(grep -E '^headrace: ' "$work/err")"

# A cache that is not what was written is not used.
for cache in "$HEADRACE_CACHE"/aot/*/*.aot; do truncate -s 100000 "$cache"; done
claim "a truncated start cache" "${headrace[@]}"
printf '%s' x >"$work/file"
claim "a cache folder that cannot be made" env HEADRACE_CACHE="$work/file/cache" "${headrace[@]}"
claim "without HOME" env -u HOME -u HEADRACE_CACHE -u XDG_CACHE_HOME TMPDIR="$work" "${headrace[@]}"
claim "a flow without HOME" env -u HOME -u HEADRACE_CACHE -u XDG_CACHE_HOME TMPDIR="$work" \
    "$clone/headrace" run "$clone/examples/hello.py"

# A source that does not compile, and back.
main=$clone/app/src/main/java/dev/headrace/app/Main.java
cp "$main" "$work/Main.java"
echo "broken" >>"$main"
expect "a source that does not compile" 3 'HR-0903' "${headrace[@]}"
expect "… is named with its place" 3 'Main.java:\[[0-9]+' "${headrace[@]}"
cp "$work/Main.java" "$main"
"${headrace[@]}" >/dev/null 2>"$work/err"
claim "what was built of these sources before is taken again" test -z "$(grep -E 'building' "$work/err")"

# Read-only, where we may mount.
if mount --bind "$clone" "$clone" 2>/dev/null; then
    mount -o remount,ro,bind "$clone"
    claim "a read-only checkout that is built" "${headrace[@]}"
    umount "$clone"
fi

echo "$cases cases, $wrong wrong"
((wrong == 0))
