package dev.leat.sources.dir;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.sources.extract.ContentExtractor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files below a folder. One scope for each folder right below it, and one, named {@value #TOP}, for the files that
 * lie in it: trouble in one folder leaves the others alone. A checkpoint is the path of the last file, relative to the
 * folder of its scope.
 */
final class DirectorySource implements DataSource {
    /** The scope of the files that lie in the folder itself; no folder has this name. */
    static final String TOP = ".";

    /** Content makes documents slow, so a run that is killed should not lose many. */
    private static final int FILES_PER_CHECKPOINT = 50;

    private final WalkRules rules;
    private final FileDocuments documents;
    private final @Nullable ContentExtractor extractor;

    DirectorySource(WalkRules rules, @Nullable ContentExtractor extractor) {
        this.rules = rules;
        this.extractor = extractor;
        this.documents = new FileDocuments(rules.root(), extractor);
    }

    @Override
    public void ping() throws IOException {
        topNames();
    }

    @Override
    public List<Scope> scopes(Filter filter) throws IOException {
        List<Scope> scopes = new ArrayList<>();
        scopes.add(new Scope(TOP));
        for (FileName name : topNames()) {
            if (isScope(name)) {
                scopes.add(scopeOf(name));
            }
        }
        return scopes;
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws IOException, InterruptedException {
        FolderWalk.Folder root = FolderWalk.Folder.root(rules.root());
        if (scope.name().equals(TOP)) {
            Reading reading = new Reading(sink, "");
            reading.walk.walkFlat(root, from.value());
            reading.complete();
            return;
        }
        for (FileName name : topNames()) {
            if (scopeOf(name).equals(scope) && isScope(name)) {
                Reading reading = new Reading(sink, name.text() + "/");
                reading.walk.walk(root.child(name, name.within(rules.root()), 0), from.value());
                reading.complete();
                return;
            }
        }
        throw new SourceException(
                "The folder " + scope + " in " + rules.root() + " vanished while the run was going on; run again");
    }

    @Override
    public void close() {
        if (extractor != null) {
            extractor.close();
        }
    }

    private List<FileName> topNames() throws IOException {
        Path root = rules.root();
        try {
            return FolderWalk.list(root);
        } catch (NoSuchFileException e) {
            throw new SourceException("There is no folder " + root + "; check the setting directory", e);
        } catch (AccessDeniedException e) {
            throw new SourceException("The folder " + root + " cannot be read: permission denied", e);
        } catch (NotDirectoryException e) {
            throw new SourceException(root + " is no folder; check the setting directory", e);
        }
    }

    /** Names that are too long for a scope (only bytes that are no UTF-8 make them so) are replaced by a fingerprint. */
    private static Scope scopeOf(FileName name) {
        byte[] bytes = name.text().getBytes(StandardCharsets.UTF_8);
        return new Scope(
                bytes.length <= Scope.MAX_NAME_BYTES ? name.text() : "folder-" + UUID.nameUUIDFromBytes(bytes));
    }

    /** Links to folders belong to the scope {@value #TOP}: where they lead may change. */
    private boolean isScope(FileName name) {
        return rules.admits(name, name.text())
                && Files.isDirectory(name.within(rules.root()), LinkOption.NOFOLLOW_LINKS);
    }

    /** Passes what a walk finds to the sink. */
    private final class Reading implements FolderWalk.Visitor {
        private final DocumentSink sink;
        private final String prefix;
        private final FolderWalk walk;
        private int sinceCheckpoint;

        Reading(DocumentSink sink, String prefix) {
            this.sink = sink;
            this.prefix = prefix;
            this.walk = new FolderWalk(rules, this);
        }

        @Override
        public void file(Path place, Path file, String relative, FileFacts facts) throws InterruptedException {
            sink.put(documents.of(place, file, relative, facts));
            sinceCheckpoint++;
            // Behind a folder that failed there is none: the next run must come by there again.
            if (sinceCheckpoint >= FILES_PER_CHECKPOINT && walk.problems().isEmpty()) {
                sink.checkpoint(new Checkpoint(relative.substring(prefix.length())));
                sinceCheckpoint = 0;
            }
        }

        @Override
        public void skipped(Path place, String relative, String reason) {
            sink.skip(FileDocuments.id(place), relative + ": " + reason);
        }

        void complete() {
            if (!walk.problems().isEmpty()) {
                throw new SourceException("%d folder(s) cannot be listed, the first: %s"
                        .formatted(walk.problems().size(), walk.problems().getFirst()));
            }
        }
    }
}
