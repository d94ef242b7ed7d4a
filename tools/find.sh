# Finds what a machine has. Sourced by ./headrace and ./verify; starts no process where it can do without.
#
#   find_jdk    sets JDK (its folder) and JDK_VERSION, or fails with what it looked at in JDK_LOOKED
#   say_no_jdk  says so, and how to get one
#   find_cache  sets cache: the folder of what can be made again

JDK_MIN=25

# jdk_version FOLDER: REPLY = the version named in FOLDER/release.
jdk_version() {
    local line
    REPLY=
    [[ -x $1/bin/java && -r $1/release ]] || return 1
    while IFS= read -r line || [[ $line ]]; do
        case $line in
            JAVA_RUNTIME_VERSION=*)
                REPLY=${line#*=}
                break
                ;;
            JAVA_VERSION=*) REPLY=${line#*=} ;;
        esac
    done <"$1/release"
    REPLY=${REPLY//\"/}
    [[ $REPLY ]]
}

# jdk_major VERSION: REPLY = its first number ("1.8.0_402" is 8).
jdk_major() {
    REPLY=${1#1.}
    REPLY=${REPLY%%[!0-9]*}
    [[ $REPLY ]]
}

# jdk_try FOLDER PLACE: takes the JDK in FOLDER if it will do, else notes why not.
jdk_try() {
    local version
    if ! jdk_version "$1"; then
        JDK_LOOKED+=("$2: no JDK in $1")
        return 1
    fi
    version=$REPLY
    if ! jdk_major "$version" || ((REPLY < JDK_MIN)); then
        JDK_LOOKED+=("$2: Java $version in $1")
        return 1
    fi
    if [[ ! -x $1/bin/javac ]]; then
        JDK_LOOKED+=("$2: Java $version in $1 is without a compiler (a JRE)")
        return 1
    fi
    JDK=$1
    JDK_VERSION=$version
}

# jdk_ask JAVA PLACE: the slow way, for a java that is a script or lies in an unusual folder.
jdk_ask() {
    local line home=
    while IFS= read -r line; do
        case $line in *java.home\ =\ *) home=${line#*= } ;; esac
    done < <("$1" -XshowSettings:properties -version 2>&1 </dev/null)
    if [[ -z $home ]]; then
        JDK_LOOKED+=("$2: $1 does not start")
        return 1
    fi
    jdk_try "$home" "$2"
}

find_jdk() {
    local folder java place best= best_version= best_major=0
    local -a folders globs odd=()
    JDK=
    JDK_VERSION=
    JDK_LOOKED=()

    if [[ ${HEADRACE_JAVA_HOME-} ]]; then # said in so many words: nothing else will do
        jdk_try "${HEADRACE_JAVA_HOME%/}" "\$HEADRACE_JAVA_HOME"
        return
    fi
    JDK_LOOKED+=("\$HEADRACE_JAVA_HOME: not set")

    if [[ ${JAVA_HOME-} ]]; then
        jdk_try "${JAVA_HOME%/}" "\$JAVA_HOME" && return
    else
        JDK_LOOKED+=("\$JAVA_HOME: not set")
    fi

    IFS=: read -ra folders <<<"${PATH-}"
    for folder in "${folders[@]}"; do
        java=$folder/java
        [[ $folder && -f $java && -x $java ]] || continue
        [[ -L $java ]] && java=$(readlink -f -- "$java")
        if [[ -e ${java%/bin/java}/release ]]; then
            jdk_try "${java%/bin/java}" "PATH" && return
        else
            odd+=("$java")
        fi
        break
    done
    [[ ${java-} && -x ${java-} ]] || JDK_LOOKED+=("PATH: no java")

    if [[ ${HEADRACE_JAVA_SEARCH+set} ]]; then
        place=$HEADRACE_JAVA_SEARCH
    else
        place='/usr/lib/jvm/*:/opt/*jdk*:/opt/java/*:/usr/local/*jdk*:/usr/java/*'
        place+=':/Library/Java/JavaVirtualMachines/*/Contents/Home'
        [[ ${HOME-} ]] && place+=":$HOME/.sdkman/candidates/java/*:$HOME/.jdks/*:$HOME/.local/share/mise/installs/java/*"
    fi
    IFS=: read -ra globs <<<"$place"
    local IFS=
    for place in "${globs[@]}"; do
        # shellcheck disable=SC2206 # the patterns are to be expanded
        folders=($place)
        for folder in "${folders[@]}"; do
            [[ -x $folder/bin/java && ! -L $folder ]] || continue
            jdk_try "$folder" "$place" || continue
            jdk_major "$JDK_VERSION"
            if [[ -z $best ]] || ((REPLY < best_major)); then # the oldest that will do is the best known
                best=$JDK best_version=$JDK_VERSION best_major=$REPLY
            fi
        done
        [[ $best || ${#folders[@]} -gt 1 || -e ${folders[0]} ]] || JDK_LOOKED+=("$place: nothing there")
    done
    JDK=$best
    JDK_VERSION=$best_version
    [[ $JDK ]] && return

    for java in "${odd[@]}"; do
        jdk_ask "$java" "PATH" && return
    done
    return 1
}

say_no_jdk() {
    echo "HR-0901: no JDK $JDK_MIN or newer was found. Looked at:"
    printf '    %s\n' "${JDK_LOOKED[@]}"
    cat <<END
Install one:
    Debian, Ubuntu:  apt-get install openjdk-25-jdk-headless   (where the release has it)
                     apt-get install temurin-25-jdk            (with Adoptium's package source)
    SDKMAN:          sdk install java 25-tem
    by hand:         unpack any JDK 25 below /opt or ~/.jdks
or say where it is:  export HEADRACE_JAVA_HOME=/path/to/jdk-25
END
}

# Caches are the user's; without a home that can be written they are the machine's until it restarts.
find_cache() {
    local near
    if [[ ${HEADRACE_CACHE-} ]]; then
        cache=$HEADRACE_CACHE
        return
    fi
    cache=${XDG_CACHE_HOME:-${HOME-}/.cache}/headrace
    near=$cache
    while [[ $near && ! -e $near ]]; do near=${near%/*}; done
    if [[ $cache == /.cache/headrace || ! -w ${near:-/} ]]; then
        cache=${TMPDIR:-/tmp}/headrace-$UID
    fi
}
