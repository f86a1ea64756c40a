package dev.leat.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every data source must keep to. A source extends it, sets up a system with documents, and names its settings. */
public abstract class DataSourceConformance {

    /** The service type that the provider is found by. */
    protected abstract String serviceType();

    /** Settings for a system that works; enough documents in one scope for several checkpoints. */
    protected abstract Map<String, String> working();

    /** Settings that are well-formed, for a system that is not there. */
    protected abstract Map<String, String> unreachable();

    /** How many documents the working system has. */
    protected abstract int documents();

    /** Words that the message about the unreachable system must have. */
    protected abstract List<String> wordsForUnreachable();

    /** Whether a scope of the working system can be resumed. */
    protected boolean hasCheckpoints() {
        return true;
    }

    protected final DataSource open(Map<String, String> settings) throws Exception {
        DataSourceProvider provider =
                DataSourceCatalog.load(getClass().getClassLoader()).require(serviceType());
        return provider.open(provider.configurationSchema().configure(settings));
    }

    protected final RecordingSink readAll(Map<String, String> settings) throws Exception {
        RecordingSink sink = new RecordingSink();
        try (DataSource source = open(settings)) {
            source.ping();
            for (Scope scope : source.scopes(Filter.none())) {
                source.read(scope, Checkpoint.start(), sink);
            }
        }
        return sink;
    }

    @Test
    void describesItselfAndItsSettings() {
        DataSourceProvider provider =
                DataSourceCatalog.load(getClass().getClassLoader()).require(serviceType());

        assertThat(provider.description()).isNotBlank().doesNotEndWith(".");
        assertThat(provider.configurationSchema().fields())
                .allSatisfy(field -> assertThat(field.description()).isNotBlank());
    }

    @Test
    void readsEveryDocumentOnceUnderAnIdThatIsTheSameNextTime() throws Exception {
        List<String> first = readAll(working()).ids();
        List<String> second = readAll(working()).ids();

        assertThat(first).hasSize(documents()).doesNotHaveDuplicates();
        assertThat(second).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void readsTheSameFieldsInTheSameOrderNextTime() throws Exception {
        Map<String, String> first = written(readAll(working()));
        Map<String, String> second = written(readAll(working()));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void listsDistinctScopesThatAreTheSameNextTime() throws Exception {
        try (DataSource one = open(working());
                DataSource other = open(working())) {
            assertThat(one.scopes(Filter.none()))
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .isEqualTo(other.scopes(Filter.none()));
        }
    }

    @Test
    void resumesFromEveryCheckpointWithoutLossOrRepetition() throws Exception {
        int checkpoints = 0;
        try (DataSource source = open(working())) {
            for (Scope scope : source.scopes(Filter.none())) {
                RecordingSink whole = new RecordingSink();
                source.read(scope, Checkpoint.start(), whole);
                for (RecordingSink.Mark mark : whole.marks()) {
                    checkpoints++;
                    List<String> before = whole.ids().subList(0, mark.documentsBefore());
                    RecordingSink rest = new RecordingSink();
                    try (DataSource restarted = open(working())) {
                        restarted.scopes(Filter.none());
                        restarted.read(scope, mark.checkpoint(), rest);
                    }
                    assertThat(Stream.concat(before.stream(), rest.ids().stream()))
                            .as("scope %s from %s", scope, mark.checkpoint())
                            .containsExactlyElementsOf(whole.ids());
                }
            }
        }
        assertThat(checkpoints > 0).isEqualTo(hasCheckpoints());
    }

    @Test
    void saysInOneLineWhatIsWrongWhenTheSystemIsNotThere() throws Exception {
        try (DataSource source = open(unreachable())) {
            assertThatThrownBy(source::ping)
                    .satisfies(failure -> assertThat(failure.getMessage())
                            .contains(wordsForUnreachable())
                            .doesNotContain("\n"));
            assertThatThrownBy(() -> source.scopes(Filter.none()))
                    .hasMessageContainingAll(wordsForUnreachable().toArray(String[]::new));
        }
    }

    @Test
    void stopsWhenItIsInterrupted() throws Exception {
        try (DataSource source = open(working())) {
            List<Throwable> outcomes = new ArrayList<>();
            for (Scope scope : source.scopes(Filter.none())) {
                Thread.currentThread().interrupt();
                try {
                    source.read(scope, Checkpoint.start(), new RecordingSink());
                } catch (Exception e) {
                    outcomes.add(e);
                } finally {
                    Thread.interrupted();
                }
            }
            assertThat(outcomes).isNotEmpty();
        }
    }

    private static Map<String, String> written(RecordingSink sink) {
        Map<String, String> written = new HashMap<>();
        for (SourceDocument document : sink.documents()) {
            Object[] values = document.fields().values().toArray();
            written.put(document.id(), document.timestamp() + document.fields().keySet() + Arrays.deepToString(values));
        }
        return written;
    }
}
