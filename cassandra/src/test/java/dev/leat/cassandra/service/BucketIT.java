package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.elastic.Json;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose partitions are days: only those of late are read, and a comparison finds the rest. */
@WithCassandra
@WithElasticsearch
class BucketIT {

    private static final Map<String, String> BY_DAY = Map.of("bucket.column", "day", "bucket.unit", "day");
    private static final Map<String, String> COMPARED =
            Map.of("bucket.column", "day", "bucket.unit", "day", "reconcile_every", "1ms");

    private final TestCassandra cassandra;
    private final TestElasticsearch elasticsearch;
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private OnePair pair;

    BucketIT(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
    }

    @BeforeEach
    void table() {
        pair = new OnePair(cassandra, elasticsearch, folder);
        pair.session().execute("CREATE TABLE things (day date, id text, body text, PRIMARY KEY (day, id))");
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private void row(LocalDate day, String body) {
        pair.session().execute("INSERT INTO things (day, id, body) VALUES (?, 'a', ?)", day, body);
    }

    @Test
    void whatIsWrittenIntoTheBucketsOfLateIsFound() {
        row(today, "first");
        pair.once(BY_DAY);
        row(today, "second");
        pair.once(BY_DAY);

        assertThat(pair.documents()).contains("second").doesNotContain("first");
        pair.assertInStep(BY_DAY);
    }

    @Test
    void whatIsWrittenIntoABucketThatIsLongOverIsFoundByAComparison() {
        pair.once(BY_DAY);
        row(today.minusDays(30), "late");
        pair.once(BY_DAY);
        assertThat(pair.documents()).doesNotContain("late");

        pair.once(COMPARED);

        assertThat(pair.documents()).contains("late");
        pair.assertInStep(COMPARED);
    }

    @Test
    void anEditOfADocumentComesToItsBucket() {
        row(today, "first");
        pair.once(BY_DAY);
        String id =
                Json.MAPPER.readTree(pair.documents()).at("/hits/hits/0/_id").asString();
        elasticsearch
                .post(
                        "/" + pair.index() + "/_update/" + URLEncoder.encode(id, StandardCharsets.UTF_8),
                        "{\"doc\":{\"body\":\"edited\"}}")
                .orFail();

        pair.once(BY_DAY);

        Row row = Objects.requireNonNull(pair.session()
                .execute("SELECT body FROM things WHERE day = ? AND id = 'a'", today)
                .one());
        assertThat(row.getString("body")).isEqualTo("edited");
        pair.assertInStep(BY_DAY);
    }
}
