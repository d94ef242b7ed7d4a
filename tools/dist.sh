# The slow half of ./headrace: builds the distribution, and trains the cache that makes it start fast.
# Sourced by ./headrace; uses its home, cache, dist, made, now, aot, JDK, read_state, jvm and main.
#
#   .build/current           the name of the distribution in use, replaced by rename
#   .build/dist-DIGEST/      lib/ native/ classpath, and what it was made of: digest, fingerprint, id
#   .build/build.log         what Maven said last
#   CACHE/aot/ID/JDK.aot     the trained cache; JDK.aot.made says of which files, JDK.aot.failed when and why not

say() { printf 'headrace: %s\n' "$*" >&2; }

# since START: REPLY = the seconds passed since then, "3.2 s".
since() {
    local now=${EPOCHREALTIME/[.,]/}
    local tenths=$(((now - $1) / 100000))
    REPLY="$((tenths / 10)).$((tenths % 10)) s"
}
clock() { REPLY=${EPOCHREALTIME/[.,]/}; }

# The digest of all that a distribution is made of.
sources_digest() {
    (
        cd -- "$home" && shopt -s nullglob && export LC_ALL=C
        find pom.xml .mvn tools/dist.sh tools/Inline.java */pom.xml */*/pom.xml */src/main */*/src/main -type f -print0 |
            sort -z | xargs -0 sha256sum | sha256sum
    ) | cut -c1-16
}

# put FILE TEXT: writes it whole or not at all.
put() {
    printf '%s' "$2" >"$1.$$" && mv -f -- "$1.$$" "$1"
}

# A child that does not outlive us, even when we are killed.
bound=()
[[ $(type -P setpriv) ]] && bound=(setpriv --pdeathsig KILL)

# attend COMMAND…: runs it as a child that our own end takes along, its output in $log.
attend() {
    local pid status
    "${bound[@]}" "$@" </dev/null >"$log" 2>&1 {lock}>&- &
    pid=$!
    trap 'kill $pid 2>/dev/null; wait $pid; rm -rf -- "$tmp"; exit 130' INT
    trap 'kill $pid 2>/dev/null; wait $pid; rm -rf -- "$tmp"; exit 143' TERM HUP
    wait "$pid"
    status=$?
    trap - INT TERM HUP
    return "$status"
}

build_distribution() {
    local lock status
    if ! mkdir -p "$home/.build" 2>/dev/null || ! { : >>"$home/.build/lock"; } 2>/dev/null; then
        if [[ $dist && $(sources_digest) == "$(<"$dist/digest")" ]]; then
            return 0 # only the times of the files are others
        fi
        if [[ $dist ]]; then
            echo "HR-0903: $home cannot be written, and what is built there is of other sources." >&2
        else
            echo "HR-0903: $home cannot be written, and nothing is built there." >&2
        fi
        echo "Call ./headrace once where it can be written, or clone it to such a place." >&2
        return 3
    fi
    exec {lock}>>"$home/.build/lock"
    if ! flock -n "$lock"; then
        say "another call is building it; waiting …"
        flock "$lock"
    fi
    build_locked
    status=$?
    exec {lock}>&-
    return "$status"
}

build_locked() {
    local digest tries=0
    while read_state && [[ -z $dist || $made != "$now" ]]; do
        digest=$(sources_digest)
        if [[ -r $home/.build/dist-$digest/id ]]; then
            put "$home/.build/dist-$digest/fingerprint" "$now" && put "$home/.build/current" "dist-$digest"$'\n' || return 3
            continue
        fi
        if ((tries++ > 3)); then
            echo "HR-0903: the sources in $home change while they are built. Try again when they are at rest." >&2
            return 3
        fi
        build_once "$digest" || return
    done
}

# build_once DIGEST: under a private name, then by rename; what is left of a broken build is removed by the next.
build_once() {
    local digest=$1 log=$home/.build/build.log tmp=$home/.build/tmp-$$ start began name
    local -a maven=(-q -Pdist -T1C -pl app -am package)
    clock && start=$REPLY
    rm -rf -- "$home"/.build/tmp-*
    if [[ -z $(type -P mvn) ]]; then
        echo "HR-0902: Headrace builds itself once from its sources, with Maven, and there is no mvn on the PATH." >&2
        echo "Install it:  apt-get install --no-install-recommends maven   (Debian, Ubuntu; any Maven from 3.8 on will do)" >&2
        return 3
    fi
    own_repository maven
    if [[ $dist ]]; then
        say "the sources changed; building it again …"
    else
        say "building it, once (about half a minute; some more when libraries have to be fetched) …"
    fi
    mkdir -p "$tmp/dist" || return 3
    if ! in_home attend env JAVA_HOME="$JDK" MAVEN_OPTS="$(maven_options)" mvn "${maven[@]}" -Ddist.work="$tmp/work"; then
        {
            echo "HR-0903: the build failed. Maven's last words ($log has all of them):"
            last_words "$log" | sed 's/^/    /'
        } >&2
        rm -rf -- "$tmp"
        return 3
    fi
    since "$start" && say "compiled and packed   $REPLY"

    if ! { mv "$tmp/work/lib" "$tmp/dist/lib" && cp "$tmp"/work/headrace-app/headrace-app-*.jar "$tmp/dist/lib/" &&
        write_out "$tmp/dist" && class_path "$tmp/dist" && unpack_sqlite "$tmp/dist" &&
        put "$tmp/dist/digest" "$digest" && put "$tmp/dist/fingerprint" "$now" &&
        put "$tmp/dist/id" "$digest-$EPOCHSECONDS-$RANDOM"$'\n' &&
        sync -- "$tmp"/dist/* "$tmp"/dist/*/* && rm -rf -- "$home/.build/dist-$digest" &&
        mv -T -- "$tmp/dist" "$home/.build/dist-$digest"; } 2>>"$log"; then
        echo "HR-0903: what was built could not be laid in $home/.build: $(tail -n 1 "$log")" >&2
        rm -rf -- "$tmp"
        return 3
    fi
    rm -rf -- "$tmp"
    put "$home/.build/current" "dist-$digest"$'\n' || return 3
    forget_old "dist-$digest"
}

# last_words LOG: the errors in it, each once and without Maven's advice; else its end.
last_words() {
    local advice='\[Help 1\]|full stack trace|Re-run Maven|For more information|After correcting|mvn <args>|^\[ERROR\] *$'
    grep -aE '^\[ERROR\]|^\[FATAL\]|rror:' "$1" | grep -avE "$advice" | awk '!seen[$0]++' | head -n 15 | grep . ||
        tail -n 15 "$1"
}

in_home() {
    local here=$PWD status
    cd -- "$home" || return
    "$@"
    status=$?
    cd -- "$here" 2>/dev/null || cd / || return
    return "$status"
}

maven_options() {
    echo "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED" \
        "--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}"
}

# own_repository ARRAY: adds a place for libraries to Maven's arguments when ~/.m2 cannot be written.
own_repository() {
    local -n arguments=$1
    local near
    near=$(unset HOME && echo ~)/.m2/repository # Maven asks the system for the home, not $HOME
    while [[ $near && ! -e $near ]]; do near=${near%/*}; done
    if [[ ! -w ${near:-/} ]]; then
        say "${near:-/} cannot be written; libraries are kept in $cache/m2"
        arguments+=(-Dmaven.repo.local="$cache/m2")
    fi
}

# write_out DIST: in our jars, plain code instead of what each start would have to generate.
write_out() {
    "$JDK/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$home/tools/Inline.java" "$1/lib" >>"$log"
}

# class_path DIST: one line, ours first and then by name, so that it is the same each time; what conditions need comes
# last, so that nobody else has to look through it.
class_path() {
    local -a ours theirs
    local LC_ALL=C IFS=:
    ours=("$1"/lib/headrace-*.jar)
    theirs=("$1"/lib/*.jar)
    local -a all=()
    local jar rare='^(antlr4|auto-value|common-|compiler-|error_prone|failureaccess|guava|j2objc|listenable|protobuf|re2j|runtime-|threeten)'
    for jar in "${ours[@]##*/}"; do all+=("$jar"); done
    for jar in "${theirs[@]##*/}"; do [[ $jar == headrace-* ]] || [[ $jar =~ $rare ]] || all+=("$jar"); done
    for jar in "${theirs[@]##*/}"; do [[ $jar =~ $rare ]] && all+=("$jar"); done
    echo "${all[*]}" >"$1/classpath"
}

# unpack_sqlite DIST: the native library beside the jars, so that it is not unpacked at every start.
unpack_sqlite() {
    local system cpu entry
    local -a jar=("$1"/lib/sqlite-jdbc-*.jar)
    system=$(uname -s)
    cpu=$(uname -m)
    case $system in Darwin) system=Mac ;; esac
    case $cpu in amd64) cpu=x86_64 ;; arm64) cpu=aarch64 ;; i?86) cpu=x86 ;; esac
    [[ $system == Linux && -n $(compgen -G '/lib/ld-musl-*') ]] && system=Linux-Musl
    [[ $system == Linux* ]] || return 0
    entry=org/sqlite/native/$system/$cpu/libsqlitejdbc.so
    [[ -e ${jar[0]} ]] || return 0
    (cd -- "$1" && "$JDK/bin/jar" xf "${jar[0]}" "$entry") || return
    [[ -e $1/$entry ]] || return 0
    mkdir "$1/native" && mv "$1/$entry" "$1/native/" && rm -r "$1/org"
}

# forget_old KEEP: older distributions and their caches, but the two latest and any that a process still runs.
forget_old() {
    local old kept=0 id
    while IFS= read -r old; do
        [[ ${old##*/} == "$1" ]] && continue
        ((kept++ < 2)) && continue
        grep -aqsF -- "$old/" /proc/[0-9]*/cmdline && continue
        [[ -r $old/id ]] && read -r id <"$old/id" && [[ $id ]] && rm -rf -- "$cache/aot/$id"
        rm -rf -- "$old"
    done < <(ls -1dt -- "$home"/.build/dist-*)
}

# What the JVM is shown so that it starts fast later: the way of a whole small run.
training() {
    if [[ -r $home/examples/hello.py ]]; then
        "$@" run "$home/examples/hello.py" || "$@" --version
    else
        "$@" --version
    fi
}

# Trains the cache under a private name, starts once with it, and only then gives it its name.
train_start() {
    local lock log tmp start folder=${aot%/*}
    if ! mkdir -p -m 700 "$cache" 2>/dev/null || [[ ! -O $cache || ! -w $cache ]] || ! mkdir -p "$folder" 2>/dev/null ||
        ! { : >>"$cache/aot/lock"; } 2>/dev/null; then
        return 1
    fi
    exec {lock}>>"$cache/aot/lock"
    if ! flock -n "$lock"; then
        exec {lock}>&-
        return 1 # another call is at it
    fi
    clock && start=$REPLY
    tmp=$folder/tmp-$$ log=$folder/tmp-$$/log
    say "preparing a faster start, once …"
    rm -rf -- "$folder"/tmp-* "$aot.made" "$aot.failed"
    if mkdir "$tmp" && train_once; then
        since "$start" && say "start prepared   $REPLY"
    else
        put "$aot.failed" "$EPOCHSECONDS"$'\n'"$(tail -n 20 "$log" 2>&1)"
        say "could not prepare it ($aot.failed says why); going on without"
    fi
    rm -rf -- "$tmp"
    exec {lock}>&-
    [[ -e $aot.made ]]
}

train_once() {
    local HEADRACE_HOME=$tmp/home
    export HEADRACE_HOME
    training attend timeout --foreground -k 5 90 "$JDK/bin/java" "${jvm[@]}" -XX:AOTCacheOutput="$tmp/aot" "${main[@]}" || return
    attend timeout --foreground -k 5 30 "$JDK/bin/java" "${jvm[@]}" -XX:AOTCache="$tmp/aot" -XX:AOTMode=on "${main[@]}" --version || return
    mv -f -- "$tmp/aot" "$aot" 2>>"$log" && read_state && put "$aot.made" "$aot_now"
}
