package dev.leat.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launchers of a repository with sources like ours, in which Maven is a script that counts its runs. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final String MAVEN = """
            #!/bin/sh
            root=$(cd "$(dirname "$0")" && pwd)
            echo run >>"$root/runs"
            echo "[ERROR] it does not compile"
            if [ -e "$root/broken" ]; then exit 1; fi
            mkdir -p "$root/app/target/launch/leat-1/bin"
            echo "echo half" >"$root/app/target/launch/leat-1/bin/leat"
            chmod +x "$root/app/target/launch/leat-1/bin/leat"
            touch "$root/building"
            while [ -e "$root/slow" ]; do sleep 0.1; done
            printf '#!/bin/sh\\necho "%s:" "$@"\\nexit 3\\n' "$(cat "$root/app/src/main/java/Version")" \
                >"$root/app/target/launch/leat-1/bin/leat"
            """;

    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Path source = Path.of("");

    @BeforeEach
    void makeRepository() throws IOException {
        Path ours = Path.of(System.getProperty("leat.root"));
        root = folder.resolve("a repository");
        for (String file : List.of("leat", "app/src/main/launcher/build.sh", "app/src/main/dist/bin/find-java.sh")) {
            Files.createDirectories(Objects.requireNonNull(root.resolve(file).getParent()));
            Files.copy(ours.resolve(file), root.resolve(file));
        }
        for (String file : List.of("elastic-ingest", "pom.xml", "app/pom.xml", ".mvn/x", "app/src/main/java/Version")) {
            Files.createDirectories(Objects.requireNonNull(root.resolve(file).getParent()));
            Files.writeString(root.resolve(file), "1");
        }
        source = root.resolve("app/src/main/java/Version");
        Path maven = Files.writeString(root.resolve("mvnw"), MAVEN);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(root.resolve("leat"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void buildsOnceAndHandsOnArgumentsAndStatus() throws Exception {
        Result first = run("a b", "c");
        Result second = run("x");

        assertThat(first.out()).isEqualTo("1: a b c\n");
        assertThat(first.err()).isEqualTo("leat: building Leat (first use, about a minute) …\n");
        assertThat(first.status()).isEqualTo(3);
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo("1: x\n");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenContentHasChangedAndOnlyThen() throws Exception {
        run();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        Files.writeString(root.resolve("README.md"), "no source");
        Files.createDirectories(root.resolve("app/src/test"));
        Files.writeString(root.resolve("app/src/test/T"), "no part of the product");
        run();
        assertThat(runs()).as("touched").isEqualTo(1);

        FileTime before = Files.getLastModifiedTime(source);
        Files.writeString(source, "2");
        assertThat(run().out()).isEqualTo("2:\n");
        assertThat(runs()).as("changed").isEqualTo(2);

        Files.writeString(source, "1");
        Files.setLastModifiedTime(source, before);
        assertThat(run().out()).isEqualTo("1:\n");
        assertThat(runs()).as("reverted").isEqualTo(3);

        Path added = Files.writeString(root.resolve("app/src/main/java/A"), "a");
        run();
        Files.move(added, root.resolve("app/src/main/java/B"));
        run();
        Files.delete(root.resolve("app/src/main/java/B"));
        run();
        assertThat(runs()).as("added, renamed, deleted").isEqualTo(6);
    }

    @Test
    void runsNothingWhenTheBuildFails() throws Exception {
        run();
        Files.writeString(source, "2");
        Path broken = Files.createFile(root.resolve("broken"));

        for (int i = 0; i < 2; i++) {
            Result failed = run();
            assertThat(failed.status()).isEqualTo(1);
            assertThat(failed.out()).isEmpty();
            assertThat(failed.err())
                    .contains("[ERROR] it does not compile")
                    .contains(
                            "leat: the build failed; all of its output is in " + real(root) + "/app/target/launch.log");
        }

        Files.delete(broken);
        assertThat(run().out()).isEqualTo("2:\n");
    }

    @Test
    void isStartedFromAnywhereAndThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("leat"));
        Path relative = Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));

        assertThat(run(relative, "x").out()).isEqualTo("1: x\n");
        assertThat(run(link, "y").out()).isEqualTo("1: y\n");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void buildsOnceWhenTwoStartAtTheSameTime() throws Exception {
        Path slow = Files.createFile(root.resolve("slow"));
        Process first = start(root.resolve("leat"));
        await().until(() -> Files.exists(root.resolve("building")));
        Process second = start(root.resolve("leat"));
        String said = second.errorReader(StandardCharsets.UTF_8).readLine();
        Files.delete(slow);

        assertThat(said).isEqualTo("leat: waiting for another build of Leat …");

        assertThat(result(first).out()).isEqualTo("1:\n");
        assertThat(result(second).out()).isEqualTo("1:\n");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void leavesNothingHalfBuiltWhenItIsInterrupted() throws Exception {
        Path slow = Files.createFile(root.resolve("slow"));
        Process process = start(root.resolve("leat"));
        await().until(() -> Files.exists(root.resolve("building")));

        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                .start()
                .waitFor();
        Result interrupted = result(process);
        Files.delete(slow);
        Result next = run();

        assertThat(interrupted.status()).isEqualTo(130);
        assertThat(interrupted.err()).contains("leat: the build was interrupted; it begins anew next time");
        assertThat(next.out()).isEqualTo("1:\n");
        assertThat(runs()).isEqualTo(2);
    }

    private record Result(int status, String out, String err) {}

    private Result run(String... arguments) throws IOException, InterruptedException {
        return run(root.resolve("leat"), arguments);
    }

    private Result run(Path launcher, String... arguments) throws IOException, InterruptedException {
        return result(start(launcher, arguments));
    }

    private Process start(Path launcher, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(launcher.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().put("LEAT_JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static Result result(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    private int runs() throws IOException {
        return Files.readAllLines(root.resolve("runs")).size();
    }

    private static Path real(Path path) throws IOException {
        return path.toRealPath();
    }
}
