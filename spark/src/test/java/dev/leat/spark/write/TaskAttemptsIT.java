package dev.leat.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.spark.option.WriteOptions;
import dev.leat.spark.schema.TargetMapping;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Attempts of one task that follow each other, or overlap. */
@WithElasticsearch
class TaskAttemptsIT {

    private static final StructType TYPE = StructType.fromDDL("n bigint");

    private final TestElasticsearch elasticsearch;

    TaskAttemptsIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    private WritePlan plan(String index) {
        elasticsearch.put("/" + index, "{}").orFail();
        WriteOptions options = WriteOptions.parse(
                Map.of("nodes", elasticsearch.url().toString(), "path", index, "ids", "generated", "batch-docs", "3"));
        try (Cluster cluster = options.connection().connect()) {
            return WritePlan.of(
                    options,
                    TargetMapping.read(cluster, index),
                    TYPE,
                    UUID.randomUUID().toString());
        }
    }

    private static TaskWriter attempt(WritePlan plan, long number) {
        return new TaskWriter(plan, plan.options().connection().connect(), 0, number, null);
    }

    private static void write(TaskWriter attempt, long from, long to) {
        for (long n = from; n != to; n += Long.signum(to - from)) {
            attempt.write(new GenericInternalRow(new Object[] {n}));
        }
    }

    private List<String> stored(String index) {
        elasticsearch.refresh(index);
        String found =
                elasticsearch.get("/" + index + "/_search?size=100&sort=n").body();
        return Pattern.compile("\"_source\":(\\{[^}]*})")
                .matcher(found)
                .results()
                .map(hit -> hit.group(1))
                .toList();
    }

    @Test
    void theLastAttemptStandsThoughItsRowsComeInAnotherOrder() {
        String index = elasticsearch.uniqueIndex("attempts");
        WritePlan plan = plan(index);

        try (TaskWriter first = attempt(plan, 7);
                TaskWriter second = attempt(plan, 8)) {
            write(first, 0, 12);
            first.commit();
            write(second, 19, -1);
            second.commit();
        }

        assertThat(stored(index)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void anAttemptThatWasThoughtDeadDisturbsNothing() {
        String index = elasticsearch.uniqueIndex("attempts");
        WritePlan plan = plan(index);

        try (TaskWriter dead = attempt(plan, 7);
                TaskWriter second = attempt(plan, 8)) {
            write(second, 0, 20);
            second.commit();
            write(dead, 19, -1);
            assertThatThrownBy(dead::commit).hasMessageContaining("a later attempt of this task writes already");
        }

        assertThat(stored(index)).hasSize(20).doesNotHaveDuplicates();
    }
}
