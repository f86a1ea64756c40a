package dev.leat.sources.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A source, from its system to the index, by the connectors service and as a user of Kibana would have it: whatever
 * happens, in the end the index has what was put into the system, to the last field. The test of a source says how its
 * system is filled, changed and spoiled, and what the documents are, computed from what was put in.
 */
@WithElasticsearch
@Timeout(300)
public abstract class ServiceJourney {

    /** For what a test cannot know: any time, in ISO-8601. */
    protected static final String SOME_TIME = "some time";

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");

    private final Stage stage = new Stage();
    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing(Entry::scope).thenComparingInt(Entry::number));
    private int version;
    private Optional<JourneyService> opened = Optional.empty();

    /** A basic rule that keeps documents out. */
    public record Exclusion(String field, String rule, String value) {}

    /**
     * Advanced rules as JSON, and some that are wrong.
     *
     * @param words what the finding about the wrong ones must have
     */
    public record AdvancedRules(String json, String wrong, String words) {}

    protected abstract String serviceType();

    /** Makes an empty system with the {@link #scopes}, and gives back the settings of a connector for it. */
    protected abstract Map<String, String> open(Path directory) throws Exception;

    /** Puts entries into the system, over those of the same number. */
    protected abstract void write(Collection<Entry> written) throws Exception;

    protected abstract void remove(Collection<Entry> removed) throws Exception;

    /** The documents of a system with just these entries, by id: all fields that the index must have. */
    protected abstract Map<String, Map<String, Object>> documents(Collection<Entry> all) throws Exception;

    protected abstract List<Exclusion> exclusions();

    /** Whether none of the {@link #exclusions} keeps the document of this entry out. */
    protected abstract boolean isAdmitted(Entry entry);

    /** Rules that the source itself heeds, if it knows any. */
    protected abstract Optional<AdvancedRules> advancedRules();

    /** The documents that the advanced rules find. */
    protected abstract Map<String, Map<String, Object>> documentsByRule(Collection<Entry> all) throws Exception;

    /** Sees to it that the last scope cannot be listed; called when the service begins to read it. */
    protected abstract void spoil() throws Exception;

    /** Ends that. */
    protected abstract void mend() throws Exception;

    protected abstract boolean isIncremental();

    /** Behind how many documents of a scope there is a checkpoint. */
    protected int page() {
        return 50;
    }

    /** What the source calls its scopes, from which documents of the test come; the first one is the big one. */
    protected List<String> scopes() {
        return List.of("a", "b");
    }

    /** The scopes, and those that the source adds to them. */
    protected List<String> allScopes() {
        return scopes();
    }

    /** How many documents there are in a full run. */
    protected int documentsInFull() {
        return 20_000;
    }

    @BeforeEach
    void start(TestElasticsearch elasticsearch, @TempDir Path directory) throws Exception {
        JourneyService service = new JourneyService(elasticsearch, directory.resolve("service"), serviceType(), stage);
        opened = Optional.of(service);
        service.setUp(open(directory));
    }

    @AfterEach
    void end() throws Exception {
        stage.open();
        opened.orElseThrow().close();
        close();
    }

    /** Ends the system; the service has ended by then. */
    protected void close() throws Exception {}

    private JourneyService service() {
        return opened.orElseThrow();
    }

    @Test
    void followsTheSystemThroughItsChanges() throws Exception {
        int many = FULL ? documentsInFull() : 120;
        put(first(), 0, many);
        put(first(), Entry.FIRST_TEXT, Entry.FIRST_TEXT + 2);
        put(last(), 0, 20);
        service().create();
        Sync full = sync("full");
        assertThat(full.events()).anyMatch(event -> event.contains("'search-default-ingestion'"));
        assertThat(sync("full").indexed()).isZero();

        put(first(), many - 3, many + 5);
        put(first(), Entry.FIRST_TEXT, Entry.FIRST_TEXT + 1);
        put(last(), 3, 9);
        if (isIncremental()) {
            assertThat(sync("incremental").cursorAfter()).isNotEqualTo(full.cursorAfter());
        } else {
            Sync refused = service().sync("incremental", "error");
            assertThat(refused.error()).contains("incremental syncs are switched off for this connector");
            refused.expectConnectorInError();
        }

        remove(first(), 0, 7);
        remove(last(), 0, 2);
        put(first(), 20, 23);
        sync("full");
    }

    @Test
    void admitsWhatTheRulesAdmit() throws Exception {
        put(first(), 0, 60);
        put(last(), 0, 20);
        service().create();
        service().draft(exclusions(), "{}");
        service().awaitRules("valid");
        service()
                .sync("full", "completed")
                .expect(documents(entries.stream().filter(this::isAdmitted).toList()));

        if (advancedRules().isPresent()) {
            AdvancedRules advanced = advancedRules().get();
            service().draft(List.of(), advanced.wrong());
            assertThat(service().awaitRules("invalid")).contains(advanced.words());
            service().draft(List.of(), advanced.json());
            service().awaitRules("valid");
            service().sync("full", "completed").expect(documentsByRule(entries));
        } else {
            service().draft(List.of(), "{\"any\":\"rule\"}");
            assertThat(service().awaitRules("invalid")).contains("this kind of source has no advanced rules");
        }

        service().draft(List.of(), "{}");
        service().awaitRules("valid");
        sync("full");
    }

    @Test
    void stopsWhenItIsCanceled() throws Exception {
        put(first(), 0, page() + 20);
        put(last(), 0, 20);
        service().create();
        stage.stopBehind(page());
        String job = service().syncNow("full");
        stage.awaitArrival();
        service().awaitIndexed(page());

        service().kibana().cancel(job);

        Sync canceled = service().ended(job, "canceled");
        assertThat(canceled.time("cancelation_requested_at")).isBeforeOrEqualTo(canceled.time("canceled_at"));
        canceled.expectPartOf(documents(entries));
        stage.open();
        sync("full");
    }

    @Test
    void goesOnBehindTheLastCheckpointWhenItWasKilled() throws Exception {
        put(first(), 0, page() + 20);
        put(last(), 0, 20);
        Process process = service().startProcess(page());
        String job;
        try {
            service().create();
            job = service().syncNow("full");
            service().awaitStandstill(page(), first(), allScopes());
        } finally {
            process.destroyForcibly().waitFor();
        }
        JsonNode killed = service().job(job);
        assertThat(killed.path("status").asString()).isEqualTo("in_progress");

        service().startInThisProcess();

        Sync done = service().ended(job, "completed");
        Map<String, Map<String, Object>> all = documents(entries);
        done.expect(all);
        assertThat(stage.takePuts()).as("documents that were read again").isLessThanOrEqualTo(all.size() - page());
        assertThat(done.time("started_at"))
                .isEqualTo(Instant.parse(killed.path("started_at").asString()));
        assertThat(done.events())
                .contains("suspended: the service that ran it ended without notice")
                .anyMatch(event -> event.startsWith("goes on, on "));
    }

    @Test
    void deletesNothingOfAScopeThatCannotBeListed() throws Exception {
        put(first(), 0, 30);
        put(last(), 0, 30);
        service().create();
        sync("full");
        if (!first().equals(last())) {
            remove(first(), 0, 3);
            put(first(), 10, 12);
        }
        Map<String, Map<String, Object>> unchanged = documents(entries);
        stage.ended().clear();
        stage.onRead(scope -> {
            if (scope.endsWith(last())) {
                stage.onRead(any -> {});
                JourneyService.patience()
                        .until(() -> stage.ended().size() == allScopes().size() - 1);
                spoil();
            }
        });

        Sync failed = service().sync("full", "error");

        failed.expect(unchanged);
        assertThat(failed.error()).contains("nothing was deleted of '").contains("all else is synced");
        failed.expectConnectorInError();
        mend();
        service().awaitConnected();
        sync("full");
    }

    @Test
    void keepsTheIndexWhenTheSourceSuddenlyReturnsNothing() throws Exception {
        put(first(), 0, 120);
        put(last(), 0, 20);
        service().create();
        sync("full");
        Map<String, Map<String, Object>> before = documents(entries);
        remove(first(), 0, 120);
        remove(last(), 0, 20);
        Map<String, Map<String, Object>> after = documents(entries);

        Sync stopped = service().sync("full", "error");
        Map<String, Map<String, Object>> kept = new TreeMap<>(before);
        kept.putAll(after);
        stopped.expectDocuments(kept);
        assertThat(stopped.error())
                .contains(
                        (before.size() - after.size()) + " of " + before.size() + " documents are gone from the source")
                .contains("leat job start " + JourneyService.CONNECTOR + " --allow-deletes");
        stopped.expectConnectorInError();

        service().ended(service().syncAllowingDeletes(), "completed").expect(after);
    }

    private String first() {
        return scopes().getFirst();
    }

    private String last() {
        return scopes().getLast();
    }

    private void put(String scope, int from, int to) throws Exception {
        version++;
        List<Entry> written = IntStream.range(from, to)
                .mapToObj(number -> new Entry(scope, number, version))
                .toList();
        written.forEach(entries::remove);
        entries.addAll(written);
        write(written);
    }

    private void remove(String scope, int from, int to) throws Exception {
        Predicate<Entry> gone = entry -> entry.scope().equals(scope) && entry.number() >= from && entry.number() < to;
        List<Entry> removed = entries.stream().filter(gone).toList();
        entries.removeIf(gone);
        if (!removed.isEmpty()) {
            remove(removed);
        }
    }

    /** Has a job run to its end, after which the index is what the system is. */
    private Sync sync(String type) throws Exception {
        Sync sync = service().sync(type, "completed");
        sync.expect(documents(entries));
        return sync;
    }
}
