# Sourced by the launchers and by mvnw: find_java MINIMUM prints the path of a java that is new enough.
# The places are those where maven-toolchains-plugin looks too: JAVA_HOME, the PATH, and the usual folders.

java_major() { # prints the major version of the Java installation that $1 (.../bin/java) belongs to, from its release file
    release="${1%/bin/java}/release"
    if [ -r "$release" ]; then
        sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$release"
    else
        "$1" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1
    fi
}

real_java() { # follows links, so that /usr/bin/java leads to the installation
    readlink -f "$1" 2>/dev/null || echo "$1"
}

find_java() {
    minimum=$1
    onpath=$(command -v java 2>/dev/null || true)
    for candidate in ${LEAT_JAVA_HOME:+"$LEAT_JAVA_HOME/bin/java"} ${JAVA_HOME:+"$JAVA_HOME/bin/java"} ${onpath:+"$(real_java "$onpath")"} \
        /usr/lib/jvm/*/bin/java "${HOME:-/nonexistent}"/.sdkman/candidates/java/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
        [ -x "$candidate" ] || continue
        major=$(java_major "$candidate")
        if [ "${major:-0}" -ge "$minimum" ]; then
            echo "$candidate"
            return 0
        fi
    done
    if [ -x /usr/libexec/java_home ] && home=$(/usr/libexec/java_home -v "$minimum+" 2>/dev/null); then
        echo "$home/bin/java"
        return 0
    fi
    return 1
}
