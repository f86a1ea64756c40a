package dev.leat.sources;

import dev.leat.connect.ChangeSink;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import java.util.ArrayList;
import java.util.List;

/** A sink for changes that remembers what was put and what was deleted. */
public final class RecordingChanges implements ChangeSink {
    private final List<Scope> scopes = new ArrayList<>();
    private final List<SourceDocument> documents = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();

    @Override
    public void put(Scope scope, SourceDocument document) {
        scopes.add(scope);
        documents.add(document);
    }

    @Override
    public void delete(Scope scope, String id) {
        deleted.add(id);
    }

    @Override
    public void failed(Scope scope, String id, Exception reason) {
        throw new IllegalStateException(id, reason);
    }

    public List<Scope> scopes() {
        return scopes;
    }

    public List<String> ids() {
        return documents.stream().map(SourceDocument::id).toList();
    }

    public List<String> deleted() {
        return deleted;
    }
}
