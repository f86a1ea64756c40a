# Sourced by the commands, which set $home: start_java COMMAND CLASS ARGUMENTS… becomes the Java that runs CLASS.
. "$home/bin/find-java.sh"

# The first word that is a command: it decides which classes are loaded, and whether the work will be long. $1 is the
# program: without such a word, elastic-ingest serves.
command_word() {
    otherwise=short
    if [ "$1" = elastic-ingest ]; then otherwise=serve; fi
    before=
    for word in "$@"; do
        case $before$word in
            --actionlist | --actionconfig | *--action=list | *--action=config) otherwise=short && break ;;
        esac
        case $word in
            -h | --help | -v | -V | --version) otherwise=short && break ;;
            load | scan | mirror | demo | collection | serve | sync) otherwise=$word && break ;;
            elasticsearch | doctor) break ;;
        esac
        before=$word
    done
    echo "$otherwise"
}

# Where the JVM keeps its archive of loaded classes, which halves the start. It makes, checks and renews it by itself,
# from what its first user loaded: so each command that loads much has one of its own.
class_archive() {
    if [ -w "$home/lib" ]; then
        echo "$home/lib/$1.jsa"
        return
    fi
    cache=${LEAT_CACHE:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/leat}
    if mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
        echo "$cache/classes-$(echo "$home" | cksum | cut -d' ' -f1)-$1.jsa"
    fi
}

# Short commands end before the optimising compiler could pay off; a service runs for long. The others end too early for
# its eagerness: measured on 500,000 documents, a scan took 1.70 s with thresholds four times as high and 1.95 s without;
# on 2,000,000 documents it used 2.7 s of processor time instead of 3.1 s.
compiler_flag() {
    case $1 in
        short) echo -XX:TieredStopAtLevel=1 ;;
        serve | sync) ;;
        *) echo -XX:CompileThresholdScaling=4 ;;
    esac
}

# Cassandra's driver still reads memory in a way that newer Javas warn of at every start; older ones do not know the flag.
memory_flag() {
    case $1 in
        sync) echo "-XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow" ;;
    esac
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
    if [ -t 0 ]; then terminal=in; fi
    if [ -t 1 ]; then terminal="$terminal out"; fi
    if [ -t 2 ]; then terminal="$terminal err"; fi
    word=$(command_word "$command" "$@")
    archive=$(class_archive "$word")
    # The JVM's own messages would go to standard output, into the midst of what a command prints there.
    # shellcheck disable=SC2046,SC2086  # several words, or none
    exec "$java" -Xmx256m -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED $(compiler_flag "$word") $(memory_flag "$word") \
        ${archive:+-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$archive"} \
        -Dleat.home="$home" -Dleat.terminal="$terminal" ${LEAT_JAVA_OPTS:-} \
        -cp "$home/lib/*:$home/lib/text/*" "$class" "$@"
}
