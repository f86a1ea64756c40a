# Sourced by the commands, which set $home: start_java COMMAND CLASS ARGUMENTS… becomes the Java that runs CLASS.
. "$home/bin/find-java.sh"

# Where the JVM keeps its archive of loaded classes, which halves the start. It makes, checks and renews it by itself.
class_archive() {
    if [ -w "$home/lib" ]; then
        echo "$home/lib/classes.jsa"
        return
    fi
    cache=${LEAT_CACHE:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/leat}
    if mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
        echo "$cache/classes-$(echo "$home" | cksum | cut -d' ' -f1).jsa"
    fi
}

# Short commands end before the optimising compiler could pay off.
compiler_flag() {
    for word in "$@"; do
        case $word in
            -h | --help | -V | elasticsearch | doctor) break ;;
            load | scan | mirror | demo) return ;;
        esac
    done
    echo -XX:TieredStopAtLevel=1
}

start_java() {
    command=$1
    class=$2
    shift 2
    if ! java=$(find_java 21); then
        echo "$command: no Java 21 or newer was found: install one, or set LEAT_JAVA_HOME to the folder of one" >&2
        exit 2
    fi
    terminal=
    if [ -t 1 ]; then terminal=out; fi
    if [ -t 2 ]; then terminal="$terminal err"; fi
    archive=$(class_archive)
    # The JVM's own messages would go to standard output, into the midst of what a command prints there.
    # shellcheck disable=SC2046,SC2086  # several words, or none
    exec "$java" -Xmx256m -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED $(compiler_flag "$@") \
        ${archive:+-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$archive"} \
        -Dleat.home="$home" -Dleat.terminal="$terminal" ${LEAT_JAVA_OPTS:-} \
        -cp "$home/lib/*:$home/lib/text/*:$home/plugins/*" "$class" "$@"
}
