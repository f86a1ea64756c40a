package dev.leat.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.local.FakeRepository.Behaviour;
import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private FakeArchive archive;
    private FakeRepository repository;
    private Path cache;

    @BeforeEach
    void open() throws IOException {
        archive = FakeArchive.create(folder);
        repository = new FakeRepository(archive.file());
        cache = folder.resolve("cache/leat");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void fetchesOnlyWhatIsNeeded() throws IOException {
        List<StartProgress> progress = new ArrayList<>();

        Path home = distribution(archive.list(), repository.url()).install(progress::add);

        assertComplete(home);
        assertThat(home.resolve("left/out0")).doesNotExist();
        assertThat(repository.sent()).isLessThan(Files.size(archive.file()) / 3);
        assertThat(progress.getLast())
                .isInstanceOfSatisfying(
                        StartProgress.Downloading.class,
                        last -> assertThat(last.doneBytes()).isEqualTo(last.totalBytes()));
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(home.getFileName().toString(), "elasticsearch-9.4.3.lock");
        }
    }

    @Test
    void asksForNothingWhenItIsThere() throws IOException {
        Path home = distribution(archive.list(), repository.url()).install(ProgressListener.silent());
        int requests = repository.requests();

        Path again = distribution(archive.list(), repository.url()).install(ProgressListener.silent());

        assertThat(again).isEqualTo(home);
        assertThat(repository.requests()).isEqualTo(requests);
    }

    @Test
    void takesWhatItNeedsFromTheWholeArchiveWhenTheServerIgnoresRanges() throws IOException {
        repository.behave(Behaviour.IGNORES_RANGES);

        Path home = distribution(archive.list(), repository.url()).install(ProgressListener.silent());

        assertComplete(home);
        assertThat(repository.requests()).isEqualTo(1);
    }

    @Test
    void goesOnWhereAnAnswerBrokeOff() throws IOException {
        repository.behave(Behaviour.BREAKS_OFF);

        Path home = distribution(archive.list(), repository.url()).install(ProgressListener.silent());

        assertComplete(home);
        assertThat(pauses).isNotEmpty();
    }

    @Test
    void triesAgainAfterAFailureOfTheServer() throws IOException {
        repository.behave(Behaviour.FAILS_FIRST);

        Path home = distribution(archive.list(), repository.url()).install(ProgressListener.silent());

        assertComplete(home);
        assertThat(pauses).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void readsARepositoryOfFiles() throws IOException {
        Path file = folder.resolve("repository").resolve(ElasticsearchVersion.V9.archivePath());
        Files.createDirectories(file.getParent());
        Files.copy(archive.file(), file);

        Path home = distribution(archive.list(), folder.resolve("repository").toUri())
                .install(ProgressListener.silent());

        assertComplete(home);
    }

    @Test
    void refusesBytesThatAreNotThoseOfTheList() throws IOException {
        repository.behave(Behaviour.DAMAGES_BYTES);

        assertFails(archive.list(), repository.url(), Reason.CORRUPT_DOWNLOAD)
                .hasMessageContaining("is not Elasticsearch 9.4.3 as listed")
                .hasMessageContaining("set LEAT_MAVEN_REPOSITORY to another repository");
        assertThat(distribution(archive.list(), repository.url()).home()).doesNotExist();
    }

    @Test
    void refusesAFileWhoseChecksumDiffers() throws IOException {
        String sha256 = archive.list().entries().get(2).sha256();
        DistributionList other = FakeArchive.parse(archive.listText().replace(sha256, "00" + sha256.substring(2)));

        assertFails(other, repository.url(), Reason.CORRUPT_DOWNLOAD).hasMessageContaining("its SHA-256 is " + sha256);
    }

    @Test
    void refusesAnotherArchive() throws IOException {
        DistributionList other =
                FakeArchive.parse(archive.listText().replaceFirst("archive-size \\d+", "archive-size 12345678"));

        assertFails(other, repository.url(), Reason.CORRUPT_DOWNLOAD)
                .hasMessageContaining("the archive has " + Files.size(archive.file()) + " bytes, not the 12345678");
    }

    @Test
    void refusesAnArchiveWithAnotherFileInThePlace() throws IOException {
        DistributionList other = FakeArchive.parse(archive.listText().replace("file2.jar", "evil2.jar"));

        assertFails(other, repository.url(), Reason.CORRUPT_DOWNLOAD)
                .hasMessageContaining("the archive has \"pretend-1/elasticsearch/lib/part0/file2.jar\" in its place");
    }

    @Test
    void saysThatTheRepositoryDoesNotHaveTheArchive() throws IOException {
        repository.behave(Behaviour.HAS_NOTHING);

        assertFails(archive.list(), repository.url(), Reason.NOT_IN_REPOSITORY)
                .hasMessageContaining(repository.url().toString())
                .hasMessageContaining("(status 404): set LEAT_MAVEN_REPOSITORY to one that mirrors Maven Central");
        assertThat(pauses).isEmpty();
    }

    @Test
    void saysThatThereIsNoNetwork() throws IOException {
        URI nowhere = repository.url();
        repository.close();

        assertFails(archive.list(), nowhere, Reason.NO_NETWORK)
                .hasMessageContaining("ConnectException")
                .hasMessageContaining("LEAT_MAVEN_REPOSITORY")
                .hasMessageContaining("copy the cache directory");
        assertThat(pauses).hasSize(4);
    }

    @Test
    void saysHowMuchSpaceItNeedsBeforeItFetches() throws IOException {
        Distribution distribution = distribution(archive.list(), repository.url(), directory -> 10 << 20);

        assertThatThrownBy(() -> distribution.install(ProgressListener.silent()))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SPACE))
                .hasMessageContaining("needs 65 MB in " + cache + ", where 10 MB are free")
                .hasMessageContaining("set LEAT_CACHE to another disk");
        assertThat(repository.requests()).isZero();
    }

    @Test
    void makesFilesThatEverybodyCanRead() throws IOException {
        String path = "lib/part0/file2.jar";
        DistributionList list = FakeArchive.parse(archive.listText()
                .lines()
                .map(line -> line.endsWith(" " + path) ? line.replace(" PLAIN ", " EXECUTABLE ") : line)
                .reduce("", (text, line) -> text + line + "\n"));

        Path home = distribution(list, repository.url()).install(ProgressListener.silent());

        assertThat(permissions(cache)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(home.resolve("lib/part0"))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(home.resolve(path))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(home.resolve("lib/part0/file3.jar"))).isEqualTo("rw-r--r--");
    }

    @Test
    void mendsADistributionThatLostAFile() throws IOException {
        Path home = distribution(archive.list(), repository.url()).install(ProgressListener.silent());
        long sent = repository.sent();
        Files.delete(home.resolve("lib/part1/file1.jar"));

        distribution(archive.list(), repository.url()).install(ProgressListener.silent());

        assertComplete(home);
        assertThat(repository.sent() - sent).isLessThan(5_000);
    }

    @Test
    void goesOnAfterAProcessThatWasKilled() throws Exception {
        Path list = Files.writeString(folder.resolve("list"), archive.listText());
        repository.behave(Behaviour.STALLS);
        Process killed = ChildJvm.start(
                InstallProgram.class,
                folder.resolve("output"),
                cache.toString(),
                repository.url().toString(),
                list.toString());
        Path home = distribution(archive.list(), repository.url()).home();
        Path partial = home.resolveSibling(home.getFileName() + ".partial");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(partial.resolve("lib/part0/file1.jar")));

        killed.destroyForcibly().waitFor();
        // What a crash of the machine may leave: a file of the right size with other bytes in it.
        Path spoilt = partial.resolve("lib/part0/file1.jar");
        Files.write(spoilt, new byte[(int) Files.size(spoilt)]);
        repository.behave(Behaviour.KNOWS_RANGES);
        distribution(archive.list(), repository.url()).install(ProgressListener.silent());

        assertComplete(home);
        assertThat(partial).doesNotExist();
    }

    @Test
    void twoProcessesAtOnceFetchItOnce() throws Exception {
        Path list = Files.writeString(folder.resolve("list"), archive.listText());
        repository.behave(Behaviour.HOLDS_BACK);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(ChildJvm.start(
                    InstallProgram.class,
                    folder.resolve("output" + i),
                    cache.toString(),
                    repository.url().toString(),
                    list.toString()));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(folder.resolve("output0")).contains("started")
                        && Files.readString(folder.resolve("output1")).contains("started")
                        && repository.requests() > 0);
        repository.behave(Behaviour.KNOWS_RANGES);

        for (int i = 0; i < 2; i++) {
            assertThat(processes.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(processes.get(i).exitValue())
                    .as(Files.readString(folder.resolve("output" + i)))
                    .isZero();
        }

        assertComplete(distribution(archive.list(), repository.url()).home());
        assertThat(repository.sent()).isLessThan(archive.list().compressedBytes() * 3 / 2);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertFails(DistributionList list, URI url, Reason reason) {
        return assertThatThrownBy(() -> distribution(list, url).install(ProgressListener.silent()))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private Distribution distribution(DistributionList list, URI url) {
        return distribution(list, url, directory -> Long.MAX_VALUE);
    }

    private Distribution distribution(DistributionList list, URI url, ToLongFunction<Path> usableSpace) {
        Machine machine = new Machine(Map.of(), folder, folder, false);
        return new Distribution(
                ElasticsearchVersion.V9,
                list,
                cache,
                new Repository(url, Proxies.of(machine)),
                pauses::add,
                usableSpace);
    }

    private void assertComplete(Path home) throws IOException {
        for (Map.Entry<String, byte[]> content : archive.contents().entrySet()) {
            assertThat(home.resolve(content.getKey())).hasBinaryContent(content.getValue());
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
