package dev.leat.cassandra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cassandra.config.PairConfig.Bucket;
import dev.leat.cassandra.config.PairConfig.BucketUnit;
import dev.leat.cassandra.config.PairConfig.Limits;
import dev.leat.cassandra.config.PairConfig.Times;
import dev.leat.cassandra.config.PairConfig.Unit;
import dev.leat.cassandra.config.PairConfig.Versions;
import dev.leat.cassandra.config.SyncConfig.HttpConfig;
import dev.leat.cassandra.sync.Direction;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.sync.Rules.Future;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code sync} of {@code leat.yml}. */
class SyncSectionTest {

    private static final Secrets SECRETS = (key, reference) -> {
        if (reference.equals("${env:PASSWORD}") || reference.equals("${file:secret}")) {
            return new Secret("top");
        }
        throw new ConfigException(key, "nothing is there");
    };

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Object> pair = new LinkedHashMap<>();

    SyncSectionTest() {
        values.put("elasticsearch.url", "http://localhost:9200");
        values.put("sync.cassandra.contact_points", List.of("localhost"));
        values.put("sync.pairs", List.of(pair));
        pair.put("keyspace", "shop");
        pair.put("table", "orders");
        pair.put("index", "orders");
    }

    private SyncConfig read() {
        return SyncSection.read("leat.yml", values, SECRETS);
    }

    @Test
    void hasADefaultForAllButTheNames() {
        SyncConfig config = read();

        assertThat(config.pairs())
                .containsExactly(new PairConfig(
                        "orders",
                        "shop",
                        "orders",
                        "orders",
                        Direction.BOTH,
                        List.of(),
                        null,
                        new Versions(null, null, Unit.MILLIS, null, null),
                        NewFields.IGNORE,
                        null,
                        null,
                        new Times(Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofSeconds(5)),
                        Future.CLAMP,
                        0.5,
                        new Limits(0, 0, 8, 500),
                        Map.of()));
        assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 9276, false));
        assertThat(config.elasticsearch()).isNull();
        assertThat(config.dataDirectory()).isNull();
        assertThat(config.cassandra().consistency()).isEqualTo("LOCAL_QUORUM");
        assertThat(config.notices()).isEmpty();
    }

    @Test
    void limitsDrawOutAPage() {
        assertThat(new Limits(0, 0, 8, 500).pageTime()).isZero();
        assertThat(new Limits(100, 0, 8, 500).pageTime()).hasSeconds(200);
        assertThat(new Limits(100, 50, 8, 500).pageTime()).hasSeconds(300);
    }

    @Test
    void readsEveryKeyOfAPair() {
        pair.put("name", "o");
        pair.put("direction", "to-index");
        pair.put("columns", List.of("a", "b"));
        pair.put("version_column", "v");
        pair.put("changes_column", "c");
        pair.put("version_unit", "micros");
        pair.put("new_fields", "dead_letter");
        pair.put("ignore_source", "cassandra");
        pair.put("future", "dead_letter");
        pair.put("max_skew", "2s");
        pair.put("period", "250ms");
        pair.put("reconcile_every", "1h");
        pair.put("max_delete_ratio", "0.1");
        pair.put("rows_per_second", "1000");
        pair.put("documents_per_second", "500");
        pair.put("lanes", "2");
        pair.put("batch", "100");
        pair.put("mapping.title.type", "text");
        pair.put("mapping.title.index", "false");
        pair.put("mapping.note", "{\"type\":\"keyword\"}");

        assertThat(read().pairs())
                .containsExactly(new PairConfig(
                        "o",
                        "shop",
                        "orders",
                        "orders",
                        Direction.TO_INDEX,
                        List.of("a", "b"),
                        null,
                        new Versions("v", "c", Unit.MICROS, null, null),
                        NewFields.DEAD_LETTER,
                        null,
                        "cassandra",
                        new Times(Duration.ofMillis(250), Duration.ofHours(1), Duration.ofSeconds(2)),
                        Future.DEAD_LETTER,
                        0.1,
                        new Limits(1000, 500, 2, 100),
                        Map.of("title", "{\"type\":\"text\",\"index\":false}", "note", "{\"type\":\"keyword\"}")));
    }

    @Test
    void readsABucket() {
        pair.put("bucket.column", "day");
        pair.put("bucket.unit", "month");

        assertThat(read().pairs().getFirst().versions().bucket()).isEqualTo(new Bucket("day", BucketUnit.MONTH));
    }

    @Test
    void readsEveryKeyOfCassandra(@TempDir Path folder) throws Exception {
        Path pem = Files.writeString(folder.resolve("a.pem"), "x");
        values.put("sync.cassandra.contact_points", List.of("one", "two:9043"));
        values.put("sync.cassandra.datacenter", "dc1");
        values.put("sync.cassandra.username", "leat");
        values.put("sync.cassandra.password", "${env:PASSWORD}");
        values.put("sync.cassandra.ca", pem.toString());
        values.put("sync.cassandra.client_certificate", pem.toString());
        values.put("sync.cassandra.client_key", pem.toString());
        values.put("sync.cassandra.consistency", "QUORUM");
        values.put("sync.cassandra.request_timeout", "3s");
        values.put("sync.cassandra.concurrency", "7");

        var cassandra = read().cassandra();

        assertThat(cassandra.contactPoints()).containsExactly("one", "two:9043");
        assertThat(cassandra.datacenter()).isEqualTo("dc1");
        assertThat(cassandra.credentials()).isEqualTo(Credentials.basic("leat", "top"));
        assertThat(cassandra.tls()).isNotNull();
        assertThat(cassandra.consistency()).isEqualTo("QUORUM");
        assertThat(cassandra.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(cassandra.concurrency()).isEqualTo(7);
        assertThat(cassandra.toString()).doesNotContain("top");
    }

    @Test
    void readsAPasswordFromAFile() {
        values.put("sync.cassandra.username", "leat");
        values.put("sync.cassandra.password_file", "secret");

        assertThat(read().cassandra().credentials()).isEqualTo(Credentials.basic("leat", "top"));
    }

    @Test
    void givesWhatStandsAboveToEveryPair() {
        values.put("sync.cassandra.keyspace", "common");
        values.put("sync.period", "7");
        values.put("sync.max_delete_ratio", "0.2");
        values.put("sync.lanes", "3");
        pair.remove("keyspace");

        PairConfig found = read().pairs().getFirst();

        assertThat(found.keyspace()).isEqualTo("common");
        assertThat(found.times().period()).isEqualTo(Duration.ofSeconds(7));
        assertThat(found.maxDeleteRatio()).isEqualTo(0.2);
        assertThat(found.limits().lanes()).isEqualTo(3);
    }

    @Test
    void servesHealthWhereItIsToldTo() {
        values.put("sync.http.host", "0.0.0.0");
        values.put("sync.http.port", "0");
        assertThat(read().http()).isEqualTo(new HttpConfig("0.0.0.0", 0, true));

        values.put("sync.http.enabled", "false");
        assertThat(read().http()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sync.peroid|1|leat.yml: sync.peroid: unknown key, did you mean 'period'?",
                "sync.cassandra.contactpoints|h|leat.yml: sync.cassandra.contactpoints: unknown key, did you mean 'cassandra.contact_points'?",
                "sync.cassandra|h|leat.yml: sync.cassandra: is a section and has no value of its own",
                "sync.period.seconds|1|leat.yml: sync.period: must be a value or a list, and no section",
                "sync.period|soon|leat.yml: sync.period: must be a number of seconds, or such as 500ms, 90s or 10m, and is 'soon'",
                "sync.max_delete_ratio|2|leat.yml: sync.max_delete_ratio: must be a number from 0 to 1, and is '2'",
                "sync.lanes|0|leat.yml: sync.lanes: must be a whole number, at least 1, and is '0'",
                "sync.rows_per_second|1.5|leat.yml: sync.rows_per_second: must be a whole number, at least 0, and is '1.5'",
                "sync.future|ignore|leat.yml: sync.future: must be one of clamp, dead_letter, and is 'ignore'",
                "sync.http.port|70000|leat.yml: sync.http.port: 70000 is no port; use 1 to 65535, or 0 for any that is free",
                "sync.http.enabled|maybe|leat.yml: sync.http.enabled: must be true or false, and is 'maybe'",
                "sync.cassandra.username|me|leat.yml: sync.cassandra.password: is missing for the user 'me'; give password_file, or password: ${env:NAME}",
                "sync.cassandra.password|${env:PASSWORD}|leat.yml: sync.cassandra.username: is missing, and there is a password; name the user",
                "sync.cassandra.ca|/nowhere.pem|leat.yml: sync.cassandra.ca: /nowhere.pem does not exist; name a PEM file",
                "sync.cassandra.concurrency|0|leat.yml: sync.cassandra.concurrency: must be a whole number, at least 1, and is '0'",
            })
    void namesTheKeyAndTheFix(String key, String value, String message) {
        values.put(key, value);

        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tabel|x|leat.yml: sync.pairs[0].tabel: unknown key, did you mean 'table'?",
                "direction|up|leat.yml: sync.pairs[0].direction: must be one of both, to_index, to_table, and is 'up'",
                "version_unit|days|leat.yml: sync.pairs[0].version_unit: must be one of seconds, millis, micros, and is 'days'",
                "index|<hits-{now/d}>|leat.yml: sync.pairs[0].index: '<hits-{now/d}>' does not name one index for good; name"
                        + " one, without wildcards and dates",
                "index|hits-*|leat.yml: sync.pairs[0].index: 'hits-*' does not name one index for good; name one, without"
                        + " wildcards and dates",
                "name|a b|leat.yml: sync.pairs[0].name: 'a b' is no name; use up to 100 letters, digits, '_', '-' and '.'",
                "mapping.title|text|leat.yml: sync.pairs[0].mapping.title: must be a mapping, such as {type: text}",
                "new_fields|keep|leat.yml: sync.pairs[0].new_fields: must be one of ignore, add_column, extra_map, dead_letter, and is 'keep'",
                "bucket.unit|day|leat.yml: sync.pairs[0].bucket.column: is missing; name the partition key, which is the bucket of time",
            })
    void namesThePairToo(String key, String value, String message) {
        pair.put(key, value);

        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessage(message);
    }

    @Test
    void saysEverythingAtOnce() {
        values.remove("sync.cassandra.contact_points");
        pair.clear();

        assertThatThrownBy(this::read)
                .hasMessage("leat.yml: sync.cassandra.contact_points: is missing; name at least one host of Cassandra;"
                        + " leat.yml: sync.pairs[0].table: is missing; name the Cassandra table; leat.yml:"
                        + " sync.pairs[0].keyspace: is missing; name the keyspace of the table here, or in"
                        + " sync.cassandra.keyspace; leat.yml: sync.pairs[0].index: is missing; name the Elasticsearch"
                        + " index");
    }

    @Test
    void needsPairs() {
        values.remove("sync.pairs");
        assertThatThrownBy(this::read)
                .hasMessage("leat.yml: sync.pairs: is missing; list at least one pair with table and index");

        values.put("sync.pairs", List.of());
        assertThatThrownBy(this::read)
                .hasMessage("leat.yml: sync.pairs: is empty; list at least one pair with table and index");
    }

    @Test
    void namesTheColumnForNewFields() {
        pair.put("new_fields", "extra_map");
        assertThat(read().pairs().getFirst().extraColumn()).isEqualTo("extra");

        pair.put("extra_column", "more");
        assertThat(read().pairs().getFirst().extraColumn()).isEqualTo("more");

        pair.put("new_fields", "ignore");
        assertThatThrownBy(this::read)
                .hasMessage("leat.yml: sync.pairs[0].extra_column: is of use with new_fields: extra_map alone; leave it"
                        + " out, or set that");
    }

    @Test
    void addsColumnsOnlyToATableOfWhichItHasAll() {
        String message =
                "leat.yml: sync.pairs[0].new_fields: add_column needs all columns, of a table that documents are"
                        + " written to; use ignore or dead_letter";
        pair.put("new_fields", "add_column");
        assertThat(read().pairs().getFirst().newFields()).isEqualTo(NewFields.ADD_COLUMN);

        pair.put("columns", List.of("a"));
        assertThatThrownBy(this::read).hasMessage(message);

        pair.remove("columns");
        pair.put("direction", "to_index");
        assertThatThrownBy(this::read).hasMessage(message);
    }

    @Test
    void takesOneWayOfFindingChanges() {
        pair.put("bucket.column", "day");
        pair.put("changes_column", "at");

        assertThatThrownBy(this::read)
                .hasMessage("leat.yml: sync.pairs[0].changes_column: given together with bucket; leave one out");
    }

    @Test
    void doesNotShowASecretThatCannotBeResolved() {
        values.put("sync.cassandra.username", "leat");
        values.put("sync.cassandra.password", "plain");

        assertThatThrownBy(this::read).hasMessage("leat.yml: sync.cassandra.password: nothing is there");
    }

    @Test
    void takesACertificateOnlyWithItsKey(@TempDir Path folder) throws Exception {
        Path pem = Files.writeString(folder.resolve("a.pem"), "x");
        values.put("sync.cassandra.client_certificate", pem.toString());
        assertThatThrownBy(this::read)
                .hasMessage("leat.yml: sync.cassandra.client_key: is missing; a client certificate and its key belong"
                        + " together");

        values.put("sync.cassandra.client_key", pem.toString());
        values.put("sync.cassandra.tls", "false");
        assertThatThrownBy(this::read)
                .hasMessage("leat.yml: sync.cassandra.tls: is false, and certificates are given; leave one out");
    }
}
