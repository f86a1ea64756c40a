# Sourced by ./leat and ./elastic-ingest, which set $root: build_and_run COMMAND ARGUMENTS… builds Leat if the sources
# differ from those that were built last, and becomes bin/COMMAND of what was built.
#
# What counts is the content of the sources, not their dates: a touched file builds nothing, a reverted one does. The
# build has folders of its own (target/launch in each module), so that it does not meet with a developer's Maven.
. "$root/app/src/main/dist/bin/find-java.sh"

built="$root/app/target/launch"
stamp="$root/app/target/launch.built"
log="$root/app/target/launch.log"
lock="$root/app/target/launch.lock"

# One line for the content of all that goes into the product, or into its making.
fingerprint() (
    cd "$root"
    modules=
    for pom in */pom.xml; do
        case $pom in testing/* | benchmarks/*) ;; *) modules="$modules ${pom%/pom.xml}" ;; esac
    done
    inputs="leat elastic-ingest mvnw .mvn pom.xml"
    if [ -d demo ]; then inputs="$inputs demo"; fi
    for module in $modules; do
        inputs="$inputs $module/pom.xml"
        if [ -d "$module/src/main" ]; then inputs="$inputs $module/src/main"; fi
    done
    # shellcheck disable=SC2086  # a list of words
    find $inputs -type f ! -name '*~' ! -name '.*.sw?' ! -name '#*#' -exec cksum {} + | LC_ALL=C sort | cksum
)

is_current() { # was what is in the sources now built?
    wanted=$(fingerprint)
    [ -r "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]
}

say() { echo "$command: $*" >&2; }

# The lock ends with the process that holds it, however that ends; where there is no flock, a stale one is noticed.
take_lock() {
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$lock"
        if ! flock -n 9; then
            say "waiting for another build of Leat …"
            flock 9
        fi
        return
    fi
    told=
    while ! ln -s "$$" "$lock.owner" 2>/dev/null; do
        owner=$(readlink "$lock.owner" 2>/dev/null || echo "")
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            mv "$lock.owner" "$lock.stale.$$" 2>/dev/null && rm -f "$lock.stale.$$"
            continue
        fi
        if [ -z "$told" ]; then
            say "waiting for another build of Leat …"
            told=yes
        fi
        sleep 1
    done
}

release_lock() {
    if command -v flock >/dev/null 2>&1; then exec 9>&-; else rm -f "$lock.owner"; fi
}

interrupted() {
    trap '' INT TERM HUP
    if [ -n "${maven:-}" ]; then
        kill "$maven" 2>/dev/null || true
        wait "$maven" 2>/dev/null || true
    fi
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    say "the build was interrupted; it begins anew next time"
    rm -rf "$stamp" "$built"
    release_lock
    exit 130
}

show_progress() { # a line that is written over until Maven ends
    second=0
    while kill -0 "$maven" 2>/dev/null; do
        step=$(sed -n 's/^\[INFO\] Building \(Leat.*\) [0-9][^ ]* *\(\[.*\]\)$/\1 \2/p' "$log" | tail -n 1)
        downloads=$(grep -c '^Downloaded from' "$log" || true)
        if [ "$downloads" -gt 0 ]; then step="$step, $downloads files downloaded"; fi
        printf '\r\033[K%s: building %s (%s s)' "$command" "${step:-Leat}" "$second" >&2
        sleep 1
        second=$((second + 1))
    done
    printf '\r\033[K' >&2
}

run_maven() {
    rm -rf "$stamp" "$root"/*/target/launch
    commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null || true)
    "$root/mvnw" -B -f "$root/pom.xml" -pl app -am package -Dleat.target=target/launch "-Dleat.commit=$commit" \
        -Dmaven.test.skip -Dmaven.javadoc.skip -Dmaven.source.skip -Dleat.skip.tarball=true >"$log" 2>&1 </dev/null &
    maven=$!
    if [ -t 2 ]; then show_progress; fi
    if wait "$maven"; then status=0; else status=$?; fi
    maven=
    return "$status"
}

build() {
    if ! mkdir -p "$root/app/target" 2>/dev/null || ! [ -w "$root/app/target" ]; then
        say "Leat must be built first, and $root/app/target cannot be written to: build it as the owner of that folder"
        exit 1
    fi
    take_lock
    trap interrupted INT TERM HUP
    # Sources that change while they are built leave open which of them went in: then it is built once more.
    while ! is_current; do
        before=$wanted
        if [ -e "$stamp" ]; then when="the sources have changed"; else when="first use, about a minute"; fi
        if ! [ -t 2 ]; then say "building Leat ($when) …"; fi
        if ! run_maven; then
            rm -rf "$stamp" "$built"
            grep '^\[ERROR\]' "$log" | grep -v -e '\[Help 1\]' -e 're-run Maven' -e '^\[ERROR\] *$' | head -n 12 >&2 || true
            say "the build failed; all of its output is in $log"
            release_lock
            exit 1
        fi
        if [ "$(fingerprint)" = "$before" ]; then echo "$before" >"$stamp"; fi
    done
    trap - INT TERM HUP
    release_lock
}

build_and_run() {
    command=$1
    shift
    if ! find_java 21 >/dev/null; then
        say "no Java 21 or newer was found: install a JDK, or set LEAT_JAVA_HOME to the folder of one"
        exit 2
    fi
    if ! is_current; then build; fi
    for runnable in "$built"/leat-*/bin/"$command"; do
        exec "$runnable" "$@"
    done
}
