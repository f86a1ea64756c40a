package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A Java installation that can run a node.
 *
 * @param home its directory, all links followed
 * @param major its major version, such as 21
 */
record Jdk(Path home, int major) {
    Path java() {
        return home.resolve("bin/java");
    }

    Path keytool() {
        return home.resolve("bin/keytool");
    }

    /**
     * The first installation that fits and is open to the user, looked for where the launchers look too.
     *
     * @param need who needs what, for the message, such as "Elasticsearch needs a JDK 21 or newer"
     * @throws LocalException if there is none; the message names those that do not fit or are closed
     */
    static Jdk find(Machine machine, RunAs user, IntPredicate fits, String need) {
        List<String> unfit = new ArrayList<>();
        for (Path candidate : candidates(machine)) {
            Jdk jdk = read(candidate);
            if (jdk == null) {
                continue;
            }
            if (!fits.test(jdk.major())) {
                unfit.add(jdk.home() + " (Java " + jdk.major() + ")");
            } else if (!user.canEnter(jdk.home().resolve("bin"))) {
                unfit.add(jdk.home() + " (closed to the user nobody)");
            } else {
                return jdk;
            }
        }
        throw new LocalException(
                Reason.NO_JAVA,
                need + ": "
                        + (unfit.isEmpty() ? "none was found" : "found only " + String.join(", ", unfit))
                        + "; install one, or set LEAT_JAVA_HOME to it");
    }

    private static Set<Path> candidates(Machine machine) {
        Set<Path> candidates = new LinkedHashSet<>();
        for (String variable : List.of("LEAT_JAVA_HOME", "JAVA_HOME")) {
            String value = machine.variable(variable);
            if (value != null) {
                candidates.add(Path.of(value));
            }
        }
        candidates.add(machine.javaHome());
        Path onPath = machine.findProgram("java");
        if (onPath != null) {
            candidates.add(homeOf(onPath));
        }
        candidates.addAll(children(Path.of("/usr/lib/jvm")));
        candidates.addAll(children(machine.home().resolve(".sdkman/candidates/java")));
        for (Path bundle : children(Path.of("/Library/Java/JavaVirtualMachines"))) {
            candidates.add(bundle.resolve("Contents/Home"));
        }
        Path chooser = Path.of("/usr/libexec/java_home");
        if (Files.isExecutable(chooser)) {
            candidates.addAll(chosenBy(chooser));
        }
        return candidates;
    }

    private static Path homeOf(Path java) {
        try {
            Path real = java.toRealPath();
            Path bin = real.getParent();
            Path home = bin == null ? null : bin.getParent();
            return home == null ? real : home;
        } catch (IOException e) {
            return java;
        }
    }

    private static Set<Path> children(Path folder) {
        Set<Path> newestLast = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(newestLast::add);
            } catch (IOException e) {
                // A folder that cannot be listed offers no candidates; others may.
                return Set.of();
            }
        }
        return newestLast;
    }

    private static List<Path> chosenBy(Path chooser) {
        try {
            Process process = new ProcessBuilder(chooser.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var answer = process.inputReader()) {
                return answer.lines()
                        .filter(line -> line.startsWith("/"))
                        .map(Path::of)
                        .toList();
            }
        } catch (IOException e) {
            return List.of();
        }
    }

    private static @Nullable Jdk read(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return null;
        }
        Properties facts = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            facts.load(reader);
            String version = facts.getProperty("JAVA_VERSION", "").replace("\"", "");
            String[] parts = version.split("[.+_-]", -1);
            int major = Integer.parseInt(parts[0].equals("1") && parts.length > 1 ? parts[1] : parts[0]);
            return new Jdk(home.toRealPath(), major);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
