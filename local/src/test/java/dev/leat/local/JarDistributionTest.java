package dev.leat.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.local.JarList.Jar;
import dev.leat.local.LocalException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarDistributionTest {
    @TempDir
    private Path folder;

    private Path cache;
    private JarList list;

    @BeforeEach
    void fillRepository() throws IOException {
        cache = folder.resolve("cache");
        Map<String, String> contents = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            contents.put("org/example/jar" + i + "/1/jar" + i + "-1.jar", "jar ".repeat(10_000 * i) + i);
        }
        StringBuilder text = new StringBuilder("# size sha256 path\n");
        for (Map.Entry<String, String> jar : contents.entrySet()) {
            Path file = folder.resolve("repository").resolve(jar.getKey());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            byte[] bytes = jar.getValue().getBytes(StandardCharsets.UTF_8);
            Files.write(file, bytes);
            text.append(bytes.length)
                    .append(' ')
                    .append(HexFormat.of().formatHex(VerifiedFiles.sha256().digest(bytes)))
                    .append(' ')
                    .append(jar.getKey())
                    .append('\n');
        }
        list = JarList.parse(new BufferedReader(new StringReader(text.toString())));
    }

    @Test
    void fetchesOnceAndMendsWhatIsLost() throws IOException {
        Path home = distribution().install(ProgressListener.silent());
        assertThat(String.valueOf(home.getFileName())).startsWith("example-1-");
        for (Jar jar : list.jars()) {
            assertThat(home.resolve(jar.name()))
                    .hasSameBinaryContentAs(folder.resolve("repository").resolve(jar.path()));
        }

        Files.delete(home.resolve("jar3-1.jar"));
        Files.delete(folder.resolve("repository/org/example/jar4/1/jar4-1.jar"));

        assertThat(distribution().install(ProgressListener.silent())).isEqualTo(home);
        assertThat(home.resolve("jar3-1.jar")).exists();
    }

    @Test
    void refusesAJarThatIsNotTheListedOne() throws IOException {
        Path jar = folder.resolve("repository/org/example/jar5/1/jar5-1.jar");
        byte[] bytes = Files.readAllBytes(jar);
        bytes[7] ^= 1;
        Files.write(jar, bytes);

        assertThatThrownBy(() -> distribution().install(ProgressListener.silent()))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT_DOWNLOAD))
                .hasMessageContaining("sends is not Example 1 as listed: jar5-1.jar: its SHA-256 is ");
        assertThat(distribution().home()).doesNotExist();
    }

    @Test
    void namesTheJarThatTheRepositoryLacks() throws IOException {
        Files.delete(folder.resolve("repository/org/example/jar6/1/jar6-1.jar"));

        assertThatThrownBy(() -> distribution().install(ProgressListener.silent()))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_IN_REPOSITORY))
                .hasMessageContaining("does not hand out org/example/jar6/1/jar6-1.jar");
    }

    @Test
    void theCommittedListIsWellFormed() {
        JarList cassandra = JarList.of("cassandra-" + LocalCassandra.VERSION + ".list");
        Set<String> names = new HashSet<>();

        assertThat(cassandra.jars()).allMatch(jar -> names.add(jar.name()), "has a name of its own");
        assertThat(cassandra.jars()).allMatch(jar -> jar.sha256().matches("[0-9a-f]{64}"));
        assertThat(names).contains("cassandra-all-5.0.9.jar");
        assertThat(cassandra.bytes()).isBetween(50_000_000L, 70_000_000L);
        assertThatThrownBy(() -> new Jar(1, "", "../x.jar")).hasMessageContaining("is none of a jar");
    }

    private JarDistribution distribution() {
        Repository repository = new Repository(
                URI.create(folder.resolve("repository").toUri().toString()),
                Proxies.of(new Machine(Map.of(), folder, folder, false)));
        return new JarDistribution(
                "example-1", "Example 1", list, new Cache(cache, time -> {}, directory -> Long.MAX_VALUE), repository);
    }
}
