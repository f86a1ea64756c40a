package dev.leat.spark.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriteOptionsTest {

    private static WriteOptions parse(String... pairs) {
        Map<String, String> options = new TreeMap<>(Map.of("path", "places"));
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return WriteOptions.parse(options);
    }

    @Test
    void hasDefaults() {
        WriteOptions options = parse();

        assertThat(options.index()).isEqualTo("places");
        assertThat(options.operation()).isEqualTo(WriteOperation.INDEX);
        assertThat(options.ids()).isEqualTo(IdSource.COLUMN);
        assertThat(options.nulls()).isEqualTo(Nulls.OMIT);
        assertThat(options.batchBytes()).isEqualTo(2 << 20);
        assertThat(options.refresh()).isEqualTo(Refresh.AT_END);
    }

    @Test
    void understandsElasticsearchForHadoop() {
        WriteOptions options = parse(
                "es.resource.write", "other/_doc",
                "es.write.operation", "upsert",
                "es.mapping.id", "key",
                "es.mapping.routing", "tenant",
                "es.mapping.exclude", "key,tenant",
                "es.ingest.pipeline", "clean",
                "es.batch.size.bytes", "1mb",
                "es.batch.size.entries", "1000",
                "es.batch.write.refresh", "false",
                "es.batch.write.retry.count", "3",
                "es.spark.dataframe.write.null", "true");

        assertThat(options.index()).isEqualTo("other");
        assertThat(options.operation()).isEqualTo(WriteOperation.UPSERT);
        assertThat(options.idColumn()).isEqualTo("key");
        assertThat(options.routingColumn()).isEqualTo("tenant");
        assertThat(options.excludedColumns()).containsExactly("key", "tenant");
        assertThat(options.pipeline()).isEqualTo("clean");
        assertThat(options.batchBytes()).isEqualTo(1 << 20);
        assertThat(options.batchDocuments()).isEqualTo(1_000);
        assertThat(options.refresh()).isEqualTo(Refresh.NEVER);
        assertThat(options.nulls()).isEqualTo(Nulls.WRITE);
        assertThat(parse("es.mapping.version", "v", "es.mapping.version.type", "external_gte")
                        .versionType())
                .isEqualTo(VersionType.EXTERNAL_GTE);
    }

    @Test
    void namesEverythingThatIsWrong() {
        assertThatThrownBy(() -> parse(
                        "operation",
                        "update",
                        "batch-bytes",
                        "lots",
                        "refresh",
                        "maybe",
                        "path",
                        "a,b",
                        "id-colum",
                        "x"))
                .hasMessageContaining("operation: is one of [index, create, upsert, delete], not 'update'")
                .hasMessageContaining("batch-bytes: is a size such as '2mb', of at most 100mb, not 'lots'")
                .hasMessageContaining("refresh: is 'true' or 'false', not 'maybe'")
                .hasMessageContaining("index: rows are written to one index, alias or data stream, not to 'a,b'")
                .hasMessageContaining("id-colum: there is no such option; did you mean 'id-column'?");
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> parse("operation", "create", "version-column", "v"))
                .hasMessageContaining("version-column: Elasticsearch takes versions of your own only with");
        assertThatThrownBy(() -> parse("ids", "generated", "operation", "create"))
                .hasMessageContaining("ids: 'generated' goes with operation 'index' only");
        assertThatThrownBy(() -> parse("ids", "generated", "id-column", "x"))
                .hasMessageContaining("ids: 'generated' goes neither with 'id-column'");
        assertThatThrownBy(() -> parse("es.index.auto.create", "true"))
                .hasMessageContaining("es.index.auto.create: indices are not made by a write");
    }
}
