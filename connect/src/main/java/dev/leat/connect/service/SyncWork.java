package dev.leat.connect.service;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.Configuration;
import dev.leat.connect.Cursor;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.SourceException;
import dev.leat.connect.mirror.AccessControlReport;
import dev.leat.connect.mirror.Counts;
import dev.leat.connect.mirror.DeadLetterPlace;
import dev.leat.connect.mirror.DeleteOutcome;
import dev.leat.connect.mirror.IncrementalReport;
import dev.leat.connect.mirror.LiveCounts;
import dev.leat.connect.mirror.Mirror;
import dev.leat.connect.mirror.MirrorReport;
import dev.leat.connect.mirror.ScopeReport;
import dev.leat.connect.protocol.ConnectorSnapshot;
import dev.leat.connect.protocol.Ending;
import dev.leat.connect.protocol.Features;
import dev.leat.connect.protocol.FilteringRules.Validation;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.ValidationState;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sync of one job, by what the job has kept of its connector. Runs in a thread of its own; an interrupt ends it, and
 * the next attempt goes on where it was.
 */
final class SyncWork implements Callable<Ending> {

    /** How many failed scopes are named: an error is read by people. */
    private static final int NAMED = 10;

    private final ServiceParts parts;
    private final JobDocuments documents;
    private final Cluster content;
    private final LiveCounts live;

    /** What may be told of a text: nothing secret of the configuration, once that is known. */
    private UnaryOperator<String> told = UnaryOperator.identity();

    SyncWork(ServiceParts parts, JobDocuments documents, Cluster content, LiveCounts live) {
        this.parts = parts;
        this.documents = documents;
        this.content = content;
        this.live = live;
    }

    @Override
    public Ending call() throws Exception {
        return LogContext.of(documents.ref()).call(this::work);
    }

    private Ending work() throws Exception {
        ConnectorSnapshot snapshot = documents.snapshot();
        DataSourceProvider provider = parts.sources().provider(snapshot.serviceType());
        Features features = Preparation.features(documents.connector(), provider.features());
        refuseWhatCannotRun(features);
        Configuration configuration = parts.sources().configuration(provider, snapshot.configuration());
        told = configuration::redacted;
        try (DataSource source = parts.sources().open(provider, configuration)) {
            Ending ending =
                    sync(source, snapshot, features, new JobSettings(parts, documents, provider, configuration));
            return ending instanceof Ending.Failed(String error) ? new Ending.Failed(told.apply(error)) : ending;
        } catch (InterruptedException | CancelledException e) {
            throw e;
        } catch (Exception e) { // A source may be anybody's code, and quote what it was given.
            return new Ending.Failed(
                    told.apply(ErrorText.ofJob(e, documents.ref().index())));
        }
    }

    /** Adds to what is told about the job. */
    private void note(String event) {
        documents.note(told.apply(event));
    }

    private void refuseWhatCannotRun(Features features) {
        if (documents.contentIndex().isBlank()) {
            throw new ConfigException("index_name", "the connector has no index; attach one and start the sync again");
        }
        JobType type = documents.ref().type();
        if (type == JobType.INCREMENTAL && !features.hasIncrementalSync()) {
            throw new ConfigException(
                    "job_type", "incremental syncs are switched off for this connector; start a full one");
        }
        if (type == JobType.ACCESS_CONTROL) {
            if (!features.hasDocumentLevelSecurity()) {
                throw new ConfigException(
                        "job_type",
                        "document-level security is switched off for this connector: there is nothing to sync");
            }
            String obstacle = parts.licence().obstacle();
            if (!obstacle.isEmpty()) {
                throw new ConfigException("", obstacle);
            }
        }
    }

    private Ending sync(DataSource source, ConnectorSnapshot snapshot, Features features, JobSettings settings)
            throws Exception {
        source.ping();
        JobType type = documents.ref().type();
        if (type == JobType.ACCESS_CONTROL) {
            return identities(source, snapshot, settings);
        }
        Validation validation = RulesCheck.validate(snapshot.rules(), source);
        if (validation.state() != ValidationState.VALID) {
            return new Ending.Failed("The rules of the job are not valid: " + RulesCheck.describe(validation));
        }
        if (!documents.isResumed() && isAsTheLastSyncLeftIt(settings) && !source.changed()) {
            note("the source has not changed");
            return new Ending.Completed(null);
        }
        return type == JobType.INCREMENTAL
                ? changes(source, snapshot, features, settings)
                : everything(source, features, settings);
    }

    /**
     * Whether nothing but the source could make this sync find more than the last one did: not its settings and rules, nor
     * whether documents say who may see them, and the index is there.
     */
    private boolean isAsTheLastSyncLeftIt(JobSettings settings) {
        documents.keepSettings(settings.mirror().fingerprint());
        return new Indices(content).exists(documents.contentIndex()) && documents.hasSettingsOfTheLastSync();
    }

    private Ending everything(DataSource source, Features features, JobSettings settings) {
        note("reading the source");
        return conclude(Mirror.run(content, settings.mirror(), source, live, Progress.none()), features);
    }

    private Ending changes(DataSource source, ConnectorSnapshot snapshot, Features features, JobSettings settings) {
        if (!(source instanceof IncrementalSource incremental)) {
            note("the source cannot tell what has changed: all of it is listed");
            return everything(source, features, settings);
        }
        Map<String, Object> position = snapshot.syncCursor();
        if (position == null) {
            throw new SourceException("There is no position to go on from: start a full sync first");
        }
        note("reading what has changed");
        IncrementalReport report = Mirror.runIncremental(
                content,
                settings.mirror(),
                incremental,
                new Cursor(new LinkedHashMap<>(position)),
                live,
                Progress.none());
        report.notes().forEach(this::note);
        noteLetters(report.totals(), report.deadLetters());
        return new Ending.Completed(report.cursor().value());
    }

    private Ending identities(DataSource source, ConnectorSnapshot snapshot, JobSettings settings) {
        if (!(source instanceof AccessControlledSource controlled)) {
            throw new ConfigException(
                    "job_type", "the source '" + snapshot.serviceType() + "' does not know who may see what");
        }
        note("reading who may see what");
        AccessControlReport report =
                Mirror.runAccessControl(content, settings.mirror(), controlled, live, Progress.none());
        noteLetters(report.totals(), report.deadLetters());
        return ending(withheld(report.deletes()), null);
    }

    private Ending conclude(MirrorReport report, Features features) {
        report.notes().forEach(this::note);
        noteLetters(report.totals(), report.deadLetters());
        List<String> problems = new ArrayList<>();
        List<ScopeReport> failed = report.scopes().stream()
                .filter(scope -> scope.state() == ScopeReport.State.FAILED)
                .toList();
        note("%d of %d scopes read"
                .formatted(
                        report.scopes().size() - failed.size(), report.scopes().size()));
        if (!failed.isEmpty()) {
            failed.stream()
                    .limit(NAMED)
                    .forEach(scope -> note("scope '" + scope.name() + "' failed: " + scope.reason()));
            String names = failed.stream()
                    .limit(NAMED)
                    .map(scope -> "'%s' (%s)".formatted(scope.name(), scope.reason()))
                    .collect(Collectors.joining(", "));
            String more = failed.size() > NAMED ? " and " + (failed.size() - NAMED) + " more" : "";
            problems.add(
                    "Not everything could be read; nothing was deleted of " + names + more + "; all else is synced");
        }
        problems.addAll(withheld(report.deletes()));
        return ending(problems, features.hasIncrementalSync() ? report.cursor() : null);
    }

    private List<String> withheld(DeleteOutcome deletes) {
        return deletes instanceof DeleteOutcome.Withheld withheld
                ? List.of("%s: leat job start %s --allow-deletes"
                        .formatted(withheld.message(), documents.ref().connectorId()))
                : List.of();
    }

    private static Ending ending(List<String> problems, @Nullable Cursor cursor) {
        if (problems.isEmpty()) {
            return new Ending.Completed(cursor == null ? null : cursor.value());
        }
        return new Ending.Failed(String.join(". ", problems));
    }

    private void noteLetters(Counts totals, DeadLetterPlace place) {
        if (totals.deadLetters() > 0) {
            note("%d documents are dead letters, %s"
                    .formatted(
                            totals.deadLetters(),
                            switch (place) {
                                case DeadLetterPlace.None none -> "which are not kept";
                                case DeadLetterPlace.InIndex(String index) -> "in index '" + index + "'";
                                case DeadLetterPlace.InFile(Path file, String reason) -> "in the file " + file;
                            }));
        }
    }
}
