package dev.leat.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Tls;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import dev.leat.local.NodeAccess;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.TestDirectories;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applications on a real cluster of Spark, which get the shaded jar by {@code --jars}. One Elasticsearch has TLS and asks
 * for credentials, the other has a gate before it.
 */
@WithElasticsearch
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneClusterIT {

    private static final int PARTITIONS = 8;

    /** One for each shard, on the driver, to count. */
    private static final int SEARCHES_OF_THE_DRIVER = 3;

    private static final Pattern ENDED = Pattern.compile("ended: (.*)");

    private final Path folder;
    private final Path data = TestDirectories.create();
    private final StandaloneCluster spark;
    private final LocalElasticsearch secured;
    private final NodeAccess access;
    private final Cluster connection;
    private final TestElasticsearch open;

    StandaloneClusterIT(TestElasticsearch open, @TempDir Path folder) throws IOException {
        this.open = open;
        this.folder = folder;
        CompletableFuture<LocalElasticsearch> starting =
                CompletableFuture.supplyAsync(() -> LocalElasticsearch.start(LocalOptions.forTests(data)
                        .withVersion(TestElasticsearch.version())
                        .withSecurity(LocalOptions.Security.SECURED)
                        // Whose keep-alive is over is looked for once a minute else.
                        .withSetting("search.keep_alive_interval", "1s")));
        this.spark = StandaloneCluster.start(Files.createDirectory(folder.resolve("cluster")));
        this.secured = starting.join();
        this.access = Objects.requireNonNull(secured.access());
        this.connection = Cluster.connect(ClusterSettings.of(secured.url().toString())
                .withCredentials(Credentials.apiKey(access.apiKey()))
                .withTls(Tls.trusting(access.caCertificate())));
        Readings.fill(connection);
    }

    @BeforeEach
    void bringBackWorkers() {
        spark.restore();
    }

    @AfterAll
    void stop() throws IOException {
        spark.close();
        spark.clear();
        connection.close();
        secured.close();
        LocalElasticsearch.destroy(data);
    }

    private Path history(String name) throws IOException {
        return Files.createDirectories(folder.resolve("cluster/history/" + name));
    }

    private Submission example(String name) throws IOException {
        Path made = Files.createDirectories(folder.resolve(name));
        return Submission.of(
                        Jars.example(made),
                        "com.example.Floods",
                        history(name),
                        Readings.INDEX,
                        made.resolve("table").toUri().toString())
                .withOption("slices", PARTITIONS);
    }

    private List<String> table(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name + "/table"))) {
            return Files.readAllLines(files.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static void awaitNothingOpen(Cluster cluster) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Readings.openContexts(cluster)).isZero());
    }

    /** Not in what the processes said, nor in what Spark keeps of an application. */
    private void assertSecretsAreNowhere() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder.resolve("cluster"))) {
            files = found.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
                    .toList();
        }
        assertThat(files).as("logs and histories").hasSizeGreaterThan(4);
        for (Path file : files) {
            assertThat(file.toFile())
                    .content(StandardCharsets.ISO_8859_1)
                    .doesNotContain(access.password(), access.apiKey());
        }
    }

    @Test
    void answersExactlyWithEveryWorkerOverTls() throws IOException, InterruptedException {
        Path key = Files.writeString(folder.resolve("key"), access.apiKey());

        ChildProcess driver = spark.submit(
                example("secured")
                        .withOption("nodes", secured.url())
                        .withOption("ca", access.caCertificate())
                        .withOption("api-key-file", key),
                Jars.leat());
        driver.awaitSuccess();

        EventLog log = EventLog.of(history("secured"));
        List<EventLog.Task> readers = log.readers();
        long most = readers.stream().mapToLong(EventLog.Task::records).max().orElse(0);
        assertThat(table("secured")).isEqualTo(Readings.floods());
        assertThat(driver.output()).contains("|Torridge|");
        assertThat(new HashSet<>(log.workers())).hasSize(StandaloneCluster.WORKERS);
        assertThat(readers.stream().map(EventLog.Task::executor).distinct()).hasSize(StandaloneCluster.WORKERS);
        assertThat(readers).hasSize(PARTITIONS);
        assertThat(readers.stream().mapToLong(EventLog.Task::records).sum()).isEqualTo(Readings.numberOfFloods());
        assertThat(most).isLessThanOrEqualTo(Readings.numberOfFloods() / PARTITIONS * 3 / 2);
        assertThat(log.plans()).isPositive();
        assertThat(log.text()).contains("leat:" + Readings.INDEX);
        assertSecretsAreNowhere();
        awaitNothingOpen(connection);
    }

    @Test
    void answersTheSameWhenAWorkerIsKilled() throws IOException, InterruptedException {
        Gate gate = new Gate(SEARCHES_OF_THE_DRIVER + PARTITIONS / 2);
        try (FaultProxy proxy = FaultProxy.before(open.url());
                Cluster plain = Cluster.connect(open.url().toString(), Credentials.none())) {
            open.delete("/" + Readings.INDEX);
            Readings.fill(plain);
            proxy.inject(gate);
            ChildProcess driver = spark.submit(example("killed").withOption("nodes", proxy.url()), Jars.leat());
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> gate.held() == StandaloneCluster.WORKERS || !driver.isAlive());
            assertThat(spark.workers()).allMatch(ChildProcess::hasChildren);

            spark.workers().getFirst().kill();
            gate.open();
            driver.awaitSuccess();

            EventLog log = EventLog.of(history("killed"));
            assertThat(table("killed")).isEqualTo(Readings.floods());
            assertThat(log.failures()).contains("ExecutorLostFailure");
            awaitNothingOpen(plain);
        }
    }

    @Test
    void leavesNothingOpenAfterFailureCancellationAndKill() throws IOException {
        Path made = Files.createDirectories(folder.resolve("orders"));
        ChildProcess driver = spark.submit(
                Submission.of(Jars.orders(made), Orders.class.getName(), history("orders"), Readings.INDEX)
                        .withVariable("PASSWORD", access.password())
                        .withOption("slices", PARTITIONS)
                        .withOption("nodes", secured.url())
                        .withOption("ca", access.caCertificate()),
                Jars.leat());

        driver.tell("fail");
        assertThat(driver.awaitSaying(ENDED, 1).group(1)).endsWith("thrown on purpose");
        awaitNothingOpen(connection);

        block(driver, made.resolve("cancelled"), "5m");
        driver.tell("cancel");
        assertThat(driver.awaitSaying(ENDED, 2).group(1)).contains("cancelled part of cancelled job group");
        awaitNothingOpen(connection);

        block(driver, made.resolve("killed"), "2s");
        driver.kill();
        awaitNothingOpen(connection);
        assertSecretsAreNowhere();
    }

    /** Begins a query, waits until both workers are at it and leaves it there. */
    private void block(ChildProcess driver, Path signs, String keepAlive) throws IOException {
        Files.createDirectories(signs);
        driver.tell("block " + signs + " " + keepAlive);
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            try (Stream<Path> made = Files.list(signs)) {
                assertThat(made).as(driver.output()).hasSize(StandaloneCluster.WORKERS);
            }
        });
        assertThat(Readings.openContexts(connection)).isPositive();
    }
}
