package com.example.oai;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.AdvancedRules;
import dev.leat.connect.ChangeSink;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.CursorLostException;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Identity;
import dev.leat.connect.IdentitySink;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A repository as a source: each set that is named is a scope, or else the whole repository is one. */
final class OaiSource implements IncrementalSource, AdvancedRules, AccessControlledSource {

    private static final Scope WHOLE = new Scope("repository");
    private static final String EVERYONE = "group:everyone";
    private static final String READERS = "group:readers";

    private final Repository repository;
    private final List<String> sets;
    private final Optional<String> fullTextFormat;
    private final List<String> readers;
    private volatile Selection selection = Selection.ALL;

    OaiSource(Repository repository, List<String> sets, Optional<String> fullTextFormat, List<String> readers) {
        this.repository = repository;
        this.sets = sets;
        this.fullTextFormat = fullTextFormat;
        this.readers = readers;
    }

    @Override
    public void ping() throws InterruptedException {
        identify();
    }

    private Answer identify() throws InterruptedException {
        Answer answer = repository.ask("Identify", Map.of());
        if (!answer.text("protocolVersion").equals("2.0")) {
            throw new SourceException(repository + " does not speak OAI-PMH 2.0; is the address right?");
        }
        return answer;
    }

    @Override
    public List<Scope> scopes(Filter filter) throws InterruptedException {
        selection = Selection.of(filter);
        if (sets.isEmpty()) {
            identify();
            return List.of(WHOLE);
        }
        // A set that is not there would look like one that has become empty, and all of it would be deleted.
        TreeSet<String> missing = new TreeSet<>(sets);
        missing.removeAll(knownSets());
        if (!missing.isEmpty()) {
            throw new SourceException(repository + " has no set '" + String.join("', '", missing) + "'");
        }
        return sets.stream().distinct().map(Scope::new).toList();
    }

    private List<String> knownSets() throws InterruptedException {
        Answer page = repository.ask("ListSets", Map.of());
        List<String> known = new ArrayList<>(page.texts("setSpec"));
        while (!page.token().isEmpty()) {
            page = repository.ask("ListSets", Map.of("resumptionToken", page.token()));
            known.addAll(page.texts("setSpec"));
        }
        return known;
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws InterruptedException {
        Answer page = from.isStart() ? firstPage(scope) : repository.ask("ListRecords", next(from.value()));
        if (!from.isStart() && page.error().equals("badResumptionToken")) {
            page = firstPage(scope); // Repositories forget tokens after a while.
        }
        while (true) {
            check(page);
            for (OaiRecord record : page.records()) {
                if (!record.deleted() && isAtHome(record, scope)) {
                    sink.put(document(record));
                }
            }
            if (page.token().isEmpty()) {
                return;
            }
            sink.checkpoint(new Checkpoint(page.token()));
            page = repository.ask("ListRecords", next(page.token()));
        }
    }

    private Answer firstPage(Scope scope) throws InterruptedException {
        Map<String, String> arguments = selection.arguments();
        arguments.put("metadataPrefix", "oai_dc");
        if (!scope.equals(WHOLE)) {
            arguments.put("set", scope.name());
        }
        return repository.ask("ListRecords", arguments);
    }

    private static Map<String, String> next(String token) {
        return Map.of("resumptionToken", token);
    }

    /** Nothing that matches is no error; everything else is, for what was not listed would be deleted. */
    private void check(Answer page) {
        if (!page.error().isEmpty() && !page.error().equals("noRecordsMatch")) {
            throw new SourceException(
                    "%s does not list its records: %s, %s".formatted(repository, page.error(), page.text("error")));
        }
    }

    /** A record may be in several sets and must be put once: it belongs to the first of those that are mirrored. */
    private Optional<Scope> home(OaiRecord record) {
        return sets.isEmpty()
                ? Optional.of(WHOLE)
                : sets.stream().filter(record::isIn).findFirst().map(Scope::new);
    }

    private boolean isAtHome(OaiRecord record, Scope scope) {
        return home(record)
                .orElseThrow(() -> new SourceException(
                        "%s lists the record %s in the set '%s', of which the record does not know; leave 'sets' empty"
                                .formatted(repository, record.id(), scope)))
                .equals(scope);
    }

    private SourceDocument document(OaiRecord record) {
        SourceDocument document = SourceDocument.of(record.id(), record.fields())
                .withTimestamp(record.datestamp())
                .withAccess(List.of(record.isOpen() ? EVERYONE : READERS));
        return fullTextFormat
                .map(format -> document.withContent(record.datestamp(), () -> fullText(record.id(), format)))
                .orElse(document);
    }

    private Map<String, Object> fullText(String id, String format) throws InterruptedException {
        Answer answer = repository.ask("GetRecord", Map.of("identifier", id, "metadataPrefix", format));
        if (answer.error().equals("cannotDisseminateFormat")) {
            return Map.of(); // Not every record has a full text.
        }
        check(answer);
        return Map.of("body", answer.text("metadata").replaceAll("\\s+", " "));
    }

    @Override
    public List<String> problems(Filter filter) {
        return Selection.problems(filter);
    }

    @Override
    public Cursor cursor() throws InterruptedException {
        return position(identify());
    }

    /** The time of the repository's own clock, no finer than it notes changes. */
    private static Cursor position(Answer identity) {
        String now = identity.text("responseDate");
        boolean byDay = identity.text("granularity").equals("YYYY-MM-DD");
        return new Cursor(Map.of("since", byDay ? now.substring(0, 10) : now));
    }

    @Override
    public Cursor readChanges(Filter filter, Cursor from, ChangeSink sink) throws InterruptedException {
        Answer identity = identify();
        if (identity.text("deletedRecord").equals("no")) {
            throw new CursorLostException(
                    repository + " keeps no account of deleted records; only a full sync finds them");
        }
        Selection wanted = Selection.of(filter);
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("metadataPrefix", "oai_dc");
        arguments.put("from", String.valueOf(from.value().get("since")));
        Answer page = repository.ask("ListRecords", arguments);
        while (true) {
            check(page);
            for (OaiRecord record : page.records()) {
                report(record, wanted, sink);
            }
            if (page.token().isEmpty()) {
                return position(identity);
            }
            page = repository.ask("ListRecords", next(page.token()));
        }
    }

    /** All sets were asked for, not only those that are mirrored: a record that has left these is to be deleted. */
    private void report(OaiRecord record, Selection wanted, ChangeSink sink) throws InterruptedException {
        Optional<Scope> home = home(record);
        if (!record.deleted() && home.isPresent() && wanted.admits(record)) {
            sink.put(home.get(), document(record));
        } else {
            sink.delete(home.orElseGet(() -> new Scope(sets.getFirst())), record.id());
        }
    }

    @Override
    public void readIdentities(IdentitySink sink) throws InterruptedException {
        sink.put(Identity.of("everyone", Map.of("group", EVERYONE), List.of(EVERYONE)));
        for (String mail : readers) {
            String name = "email:" + mail;
            sink.put(Identity.of(mail, Map.of("email", name), List.of(name, READERS, EVERYONE)));
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
