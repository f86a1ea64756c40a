package dev.leat.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.AdvancedRules;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import dev.leat.connect.FieldType;
import dev.leat.connect.Filter;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every data source must keep to. The test of a source extends it, sets up a system with documents, names its
 * settings and declares its abilities; what it does not declare must be absent.
 */
public abstract class DataSourceConformance {

    private static final Pattern SECRET_KEY = Pattern.compile(".*(password|secret|token|api_key).*");
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** What a source can do beyond listing everything. */
    public enum Ability {
        /** Goes on in the middle of a scope. */
        CHECKPOINTS,
        ADVANCED_RULES,
        INCREMENTAL_SYNC,
        DOCUMENT_LEVEL_SECURITY,
        /** Somebody logs in; see {@link #refused}. */
        LOGIN
    }

    /**
     * A rule that is wrong in several ways.
     *
     * @param words for each thing that is wrong with it, what its sentence must have
     */
    public record WrongRule(Object rule, List<String> words) {}

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

    protected Set<Ability> abilities() {
        return Set.of(Ability.CHECKPOINTS);
    }

    /** Settings for the working system with a login that it does not take; none without the ability {@code LOGIN}. */
    protected Optional<Map<String, String>> refused() {
        return Optional.empty();
    }

    /** Settings for a system that works and has no documents; none when there can be no such thing. */
    protected Optional<Map<String, String>> empty() {
        return Optional.empty();
    }

    /** Spoils the working system so that at least one scope cannot be listed any more. */
    protected abstract void spoil() throws Exception;

    /** A rule that is wrong; none without the ability {@code ADVANCED_RULES}. */
    protected Optional<WrongRule> wrongRule() {
        return Optional.empty();
    }

    /** Texts that no message may have. */
    protected List<String> secrets() {
        return List.of();
    }

    protected final DataSource open(Map<String, String> settings) throws Exception {
        return provider().open(provider().configurationSchema().configure(settings));
    }

    protected final DataSourceProvider provider() {
        return DataSourceCatalog.load(getClass().getClassLoader()).require(serviceType());
    }

    protected final RecordingSink readAll(Map<String, String> settings) throws Exception {
        return readAll(settings, Filter.none());
    }

    protected final RecordingSink readAll(Map<String, String> settings, Filter filter) throws Exception {
        RecordingSink sink = new RecordingSink();
        try (DataSource source = open(settings)) {
            source.ping();
            for (Scope scope : source.scopes(filter)) {
                source.read(scope, Checkpoint.start(), sink);
            }
        }
        return sink;
    }

    @Test
    void describesItselfAndItsSettings() {
        DataSourceProvider provider = provider();
        List<ConfigurationField> fields = provider.configurationSchema().fields();

        assertThat(provider.serviceType()).matches("[a-z][a-z0-9_]*");
        assertThat(provider.description()).isNotBlank().doesNotEndWith(".");
        assertThat(fields).allSatisfy(field -> {
            assertThat(field.label()).isNotBlank();
            assertThat(field.description()).as(field.key()).isNotBlank().doesNotEndWith(".");
        });
        assertThat(fields.stream().map(ConfigurationField::label)).doesNotHaveDuplicates();
        assertThat(fields)
                .filteredOn(field -> SECRET_KEY.matcher(field.key()).matches())
                .allSatisfy(field -> assertThat(field.type()).as(field.key()).isEqualTo(FieldType.SECRET));
    }

    @Test
    void declaresWhatItCanDo() throws Exception {
        Set<Feature> features = provider().features();

        try (DataSource source = open(working())) {
            assertThat(source instanceof AdvancedRules)
                    .isEqualTo(features.contains(Feature.ADVANCED_RULES))
                    .isEqualTo(abilities().contains(Ability.ADVANCED_RULES));
            assertThat(source instanceof IncrementalSource)
                    .isEqualTo(features.contains(Feature.INCREMENTAL_SYNC))
                    .isEqualTo(abilities().contains(Ability.INCREMENTAL_SYNC));
            assertThat(source instanceof AccessControlledSource)
                    .isEqualTo(features.contains(Feature.DOCUMENT_LEVEL_SECURITY))
                    .isEqualTo(abilities().contains(Ability.DOCUMENT_LEVEL_SECURITY));
        }
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
        assertThat(checkpoints > 0).isEqualTo(abilities().contains(Ability.CHECKPOINTS));
    }

    @Test
    void findsNothingInAnEmptySystem() throws Exception {
        if (empty().isPresent()) {
            assertThat(readAll(empty().get()).documents()).isEmpty();
        }
    }

    @Test
    void saysInOneLineWhatIsWrongWhenTheSystemIsNotThere() throws Exception {
        try (DataSource source = open(unreachable())) {
            assertThatThrownBy(source::ping)
                    .satisfies(failure -> assertThat(failure.getMessage())
                            .contains(wordsForUnreachable())
                            .doesNotContain("\n")
                            .satisfies(this::hidesSecrets));
            assertThatThrownBy(() -> source.scopes(Filter.none()))
                    .hasMessageContainingAll(wordsForUnreachable().toArray(String[]::new));
        }
    }

    @Test
    void saysInOneLineThatTheLoginIsRefused() throws Exception {
        assertThat(refused().isPresent()).isEqualTo(abilities().contains(Ability.LOGIN));
        if (refused().isPresent()) {
            try (DataSource source = open(refused().get())) {
                assertThatThrownBy(source::ping)
                        .satisfies(failure -> assertThat(failure.getMessage())
                                .containsIgnoringCase("login")
                                .doesNotContain("\n")
                                .satisfies(this::hidesSecrets));
            }
        }
    }

    @Test
    void keepsSecretsToItself() throws Exception {
        Configuration configuration = provider().configurationSchema().configure(working());

        try (DataSource source = provider().open(configuration)) {
            source.ping();
            hidesSecrets(configuration + " " + source + " " + source.scopes(Filter.none()));
        }
    }

    @Test
    void letsNoListingErrorPass() throws Exception {
        int complete = 0;
        try (DataSource source = open(working())) {
            List<Scope> scopes = source.scopes(Filter.none());
            spoil();
            for (Scope scope : scopes) {
                if (catchThrowable(() -> source.read(scope, Checkpoint.start(), new RecordingSink())) == null) {
                    complete++;
                }
            }
            assertThat(complete).as("scopes that seem complete").isLessThan(scopes.size());
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

    @Test
    void stopsSoonWhenItIsInterruptedInTheMiddle() throws Exception {
        try (DataSource source = open(working())) {
            Scope scope = largestScope(source);
            Thread[] reader = new Thread[1];
            List<Throwable> outcome = new ArrayList<>();
            RecordingSink sink = new RecordingSink().afterFirst(() -> reader[0].interrupt());
            reader[0] = Thread.ofVirtual().unstarted(() -> {
                Throwable failure = catchThrowable(() -> source.read(scope, Checkpoint.start(), sink));
                if (failure != null) {
                    outcome.add(failure);
                }
            });
            reader[0].start();

            assertThat(reader[0].join(AT_ONCE)).as("ended in time").isTrue();
            assertThat(outcome).singleElement().isInstanceOf(Exception.class);
        }
    }

    @Test
    void canBeClosedTwice() throws Exception {
        DataSource source = open(working());
        source.ping();

        source.close();
        source.close();

        open(working()).close();
    }

    @Test
    void tellsEverythingThatIsWrongWithARuleAtOnce() throws Exception {
        assertThat(wrongRule().isPresent()).isEqualTo(abilities().contains(Ability.ADVANCED_RULES));
        if (wrongRule().isPresent()) {
            try (DataSource source = open(working())) {
                List<String> problems = ((AdvancedRules) source)
                        .problems(new Filter(wrongRule().get().rule()));

                assertThat(problems).hasSameSizeAs(wrongRule().get().words());
                for (int i = 0; i < problems.size(); i++) {
                    assertThat(problems.get(i))
                            .contains(wrongRule().get().words().get(i))
                            .doesNotContain("\n");
                }
            }
        }
    }

    private void hidesSecrets(String text) {
        secrets().forEach(secret -> assertThat(text).doesNotContain(secret));
    }

    private static Scope largestScope(DataSource source) throws Exception {
        Scope largest = source.scopes(Filter.none()).getFirst();
        int most = -1;
        for (Scope scope : source.scopes(Filter.none())) {
            RecordingSink sink = new RecordingSink();
            source.read(scope, Checkpoint.start(), sink);
            if (sink.documents().size() > most) {
                most = sink.documents().size();
                largest = scope;
            }
        }
        return largest;
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
