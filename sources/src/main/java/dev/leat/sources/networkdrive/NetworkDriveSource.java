package dev.leat.sources.networkdrive;

import com.hierynomus.mssmb2.SMBApiException;
import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.AdvancedRules;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Identity;
import dev.leat.connect.IdentitySink;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lies below a folder of a share. One scope for each folder right below it, and one, named {@value #TOP}, for what
 * lies in it: trouble in one folder leaves the others alone. A checkpoint is the path of the last document, relative to the
 * folder of its scope.
 */
final class NetworkDriveSource implements AccessControlledSource, AdvancedRules {

    /** The scope of what lies in the folder itself; no folder has this name. */
    static final String TOP = ".";

    /** Content makes documents slow, so a run that is killed should not lose many. */
    private static final int ENTRIES_PER_CHECKPOINT = 50;

    private final ShareConnection connection;
    private final ShareFolder folder;
    private final ShareDocuments documents;
    private final @Nullable String mappings;
    private volatile PatternRules rules = PatternRules.parse(Filter.none());

    /** @param mappings the file with the identities; null without document-level security */
    NetworkDriveSource(
            ShareConnection connection, ShareFolder folder, ShareDocuments documents, @Nullable String mappings) {
        this.connection = connection;
        this.folder = folder;
        this.documents = documents;
        this.mappings = mappings;
    }

    @Override
    public void ping() throws InterruptedException {
        top();
        if (mappings != null) {
            IdentityMappings.read(mappings);
        }
    }

    @Override
    public List<String> problems(Filter filter) {
        return PatternRules.parse(filter).problems();
    }

    @Override
    public List<Scope> scopes(Filter filter) throws InterruptedException {
        PatternRules parsed = PatternRules.parse(filter);
        if (!parsed.problems().isEmpty()) {
            throw new SourceException("The advanced rules cannot be used: " + String.join("; ", parsed.problems()));
        }
        rules = parsed;
        List<Scope> scopes = new ArrayList<>();
        scopes.add(new Scope(TOP));
        for (ShareEntry entry : top()) {
            if (isScope(entry)) {
                scopes.add(scopeOf(entry));
            }
        }
        return scopes;
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws InterruptedException {
        if (scope.name().equals(TOP)) {
            Reading reading = new Reading(sink, "");
            reading.walk.walkFlat(top(), from.value());
            reading.complete();
            return;
        }
        for (ShareEntry entry : top()) {
            if (isScope(entry) && scopeOf(entry).equals(scope)) {
                Reading reading = new Reading(sink, entry.relative() + "/");
                reading.walk.walk(entry.relative(), entry.id(), from.value());
                reading.complete();
                return;
            }
        }
        throw new SourceException(
                "The folder " + scope + " on " + connection + " vanished while the run was going on; run again");
    }

    @Override
    public void readIdentities(IdentitySink sink) throws InterruptedException {
        if (mappings == null) {
            throw new SourceException("Who may see what is not read: use_document_level_security is off");
        }
        for (Identity identity : IdentityMappings.read(mappings)) {
            sink.put(identity);
        }
    }

    @Override
    public void close() {
        documents.close();
        connection.close();
    }

    private List<ShareEntry> top() throws InterruptedException {
        try {
            return ShareWalk.list(connection, folder, "");
        } catch (SMBApiException e) {
            throw new SourceException(
                    "The folder '%s' on %s cannot be read: %s; check drive_path and the rights of the user"
                            .formatted(folder.path(), connection, ShareConnection.reason(e)),
                    e);
        }
    }

    private static boolean isScope(ShareEntry entry) {
        return entry.isFolder() && !entry.isDetour();
    }

    /** Names that are too long for a scope are replaced by a fingerprint. */
    private static Scope scopeOf(ShareEntry entry) {
        byte[] bytes = entry.name().getBytes(StandardCharsets.UTF_8);
        return new Scope(
                bytes.length <= Scope.MAX_NAME_BYTES ? entry.name() : "folder-" + UUID.nameUUIDFromBytes(bytes));
    }

    /** Passes what a walk finds to the sink. */
    private final class Reading implements ShareWalk.Visitor {

        private final DocumentSink sink;
        private final String prefix;
        private final ShareWalk walk = new ShareWalk(connection, folder, this);
        private int sinceCheckpoint;

        Reading(DocumentSink sink, String prefix) {
            this.sink = sink;
            this.prefix = prefix;
        }

        @Override
        public void entry(ShareEntry entry) throws InterruptedException {
            if (rules.want(entry.relative())) {
                sink.put(documents.of(entry));
                sinceCheckpoint++;
            }
            // Behind a folder that failed there is none: the next run must come by there again.
            if (sinceCheckpoint >= ENTRIES_PER_CHECKPOINT && walk.problems().isEmpty()) {
                String position = entry.relative().substring(prefix.length());
                if (position.length() <= Checkpoint.MAX_BYTES / 3) {
                    sink.checkpoint(new Checkpoint(position));
                }
                sinceCheckpoint = 0;
            }
        }

        @Override
        public void skipped(ShareEntry entry, String reason) {
            if (rules.want(entry.relative())) {
                sink.skip(documents.id(entry), entry.relative() + ": " + reason);
            }
        }

        void complete() {
            if (!walk.problems().isEmpty()) {
                throw new SourceException("%d folder(s) cannot be listed, the first: %s"
                        .formatted(walk.problems().size(), walk.problems().getFirst()));
            }
        }
    }
}
