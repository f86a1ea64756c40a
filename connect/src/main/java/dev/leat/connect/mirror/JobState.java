package dev.leat.connect.mirror;

import dev.leat.connect.Cursor;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * The state of a run on disk: a fresh one, or that of an unfinished run which is continued. Decides which, and says why.
 */
final class JobState implements Closeable {

    private final JobDirectory directory;
    private final Journal journal;
    private final Map<String, ScopeState> scopes = new LinkedHashMap<>();
    private final List<String> notes;
    private @Nullable IdTable table;

    private JobState(JobDirectory directory, Journal journal, @Nullable IdTable table, List<String> notes) {
        this.directory = directory;
        this.journal = journal;
        this.table = table;
        this.notes = notes;
    }

    /** Continues the unfinished run of this directory if it is of the same source and index; else starts one. */
    static JobState open(JobDirectory directory, MirrorSettings settings, TargetIndex target, Instant now)
            throws IOException {
        List<String> notes = new ArrayList<>();
        Instant lastSign = Files.exists(directory.journal())
                ? Files.getLastModifiedTime(directory.journal()).toInstant()
                : now;
        Optional<Journal> unfinished = Journal.resume(directory.journal());
        if (unfinished.isPresent()) {
            Journal journal = unfinished.get();
            String obstacle = obstacle(journal.header(), settings, target, lastSign, now);
            if (obstacle == null) {
                return resume(directory, journal, notes);
            }
            journal.close();
            notes.add("An unfinished run was not continued, because " + obstacle);
        }
        directory.clear();
        Files.deleteIfExists(directory.deadLetters());
        RunHeader header = new RunHeader(
                UUID.randomUUID(),
                settings.fingerprint(),
                settings.index(),
                target.uuid(),
                UUID.randomUUID(),
                1,
                now.toEpochMilli(),
                0,
                null);
        return new JobState(directory, Journal.begin(directory.journal(), header), null, notes);
    }

    private static @Nullable String obstacle(
            RunHeader header, MirrorSettings settings, TargetIndex target, Instant lastSign, Instant now) {
        if (!header.source().equals(settings.fingerprint())) {
            return "the settings of the source or its rules have changed";
        }
        if (!header.index().equals(settings.index()) || !header.indexUuid().equals(target.uuid())) {
            return "the index is another one or was made anew";
        }
        if (lastSign.plus(settings.resumption().within()).isBefore(now)) {
            return "it is older than " + settings.resumption().within().toHours() + " hours";
        }
        return header.attempt() >= RunHeader.MAX_ATTEMPTS ? "it was continued too often" : null;
    }

    private static JobState resume(JobDirectory directory, Journal journal, List<String> notes) throws IOException {
        RunHeader header = journal.header().nextAttempt();
        IdTable table = null;
        try {
            table = IdTable.open(directory.table(), header.table(), Boot.id());
        } catch (TableUnusableException e) {
            header = header.withNewTable(UUID.randomUUID());
            boolean marked =
                    journal.scopes().stream().anyMatch(scope -> !scope.marks().isEmpty());
            if (marked) {
                notes.add("The id table of the unfinished run cannot be used (" + e.getMessage()
                        + "): nothing is deleted in the scopes that it had read, the next run will");
            }
        }
        journal.record(header);
        return new JobState(directory, journal, table, notes);
    }

    RunHeader header() {
        return journal.header();
    }

    /** Notes where the source was before anything was read, unless an attempt before has. */
    void begins(IncrementalSource source) throws IOException, InterruptedException {
        if (header().attempt() == 1) {
            Cursor cursor = SourceQuestions.ask("cannot say where its changes begin", source::cursor);
            journal.record(header().withCursor(Json.MAPPER.writeValueAsString(cursor.value())));
        }
    }

    /** What {@link #begins} has noted; null for nothing. */
    @Nullable
    Cursor cursor() {
        String json = header().cursor();
        return json == null ? null : new Cursor(Json.MAPPER.readValue(json, new TypeReference<>() {}));
    }

    Journal journal() {
        return journal;
    }

    /** Why this run is what it is, for the report. */
    List<String> notes() {
        return notes;
    }

    /** Gives every scope of the source its number, which it keeps as long as the run lives. */
    void register(List<Scope> listed) throws IOException {
        for (ScopeState known : journal.scopes()) {
            scopes.put(known.name(), known);
        }
        int next = scopes.size();
        for (Scope scope : listed) {
            if (!scopes.containsKey(scope.name())) {
                ScopeState fresh = ScopeState.fresh(next++, scope.name());
                scopes.put(scope.name(), fresh);
                journal.record(fresh);
            }
        }
        if (next > SlotState.MAX_SCOPES) {
            throw new ConfigException(
                    "scopes",
                    "the source lists %d scopes, but one mirror has at most %d; split it into several"
                            .formatted(listed.size(), SlotState.MAX_SCOPES));
        }
    }

    /** How many scopes have a number. */
    int scopeCount() {
        return scopes.size();
    }

    ScopeState scope(String name) {
        ScopeState state = scopes.get(name);
        if (state == null) {
            throw new IllegalStateException("The scope '" + name + "' was not registered");
        }
        return state.reopened();
    }

    /** Numbers by name. */
    Map<String, Integer> scopeNumbers() {
        Map<String, Integer> numbers = new HashMap<>();
        scopes.forEach((name, state) -> numbers.put(name, state.number()));
        return numbers;
    }

    /** The table, if it is there already. */
    Optional<IdTable> table() {
        return Optional.ofNullable(table);
    }

    /** Makes the table, to be loaded. */
    IdTable createTable(long expected) throws IOException {
        table = IdTable.create(directory.table(), journal.header().table(), Boot.id(), expected);
        return table;
    }

    /** Brings everything to the disk, so that the run can be continued even after the machine has been started anew. */
    void force() throws IOException {
        if (table != null) {
            table.force();
        }
        journal.force();
    }

    /** Closes the files; they stay. */
    @Override
    public void close() throws IOException {
        if (table != null) {
            table.close();
        }
        journal.close();
    }
}
