package dev.leat.sources.dir;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Visits the files below a folder in the order of their names, level by level depth-first, from the beginning or from
 * behind a path that was visited before.
 *
 * <p>Holds the names of the folders on the way down, about 120 bytes each: a folder of a million files takes 120 MB
 * while it is read. A folder that cannot be listed does not end the walk: the others are visited, and {@link #problems}
 * tells. Not thread-safe.
 */
final class FolderWalk {
    private final WalkRules rules;
    private final Visitor visitor;
    private final List<String> problems = new ArrayList<>();

    FolderWalk(WalkRules rules, Visitor visitor) {
        this.rules = rules;
        this.visitor = visitor;
    }

    /** Gets what the walk finds. Paths are relative to the root, with {@code /} between names. */
    interface Visitor {
        /**
         * A file that matches.
         *
         * @param place where the file was found, below the root
         * @param file what to open; another path when the place is a link
         */
        void file(Path place, Path file, String relative, FileFacts facts) throws InterruptedException;

        /** Something that matches and is no file, or no file that may be read. */
        void skipped(Path place, String relative, String reason);
    }

    /** Folders that could not be listed, as lines for people. */
    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** The names in a folder, sorted. */
    static List<FileName> list(Path folder) throws IOException {
        List<FileName> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(FileName.of(entry)));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }

    /** Visits everything below a folder. */
    void walk(Folder folder, String after) throws InterruptedException {
        walk(folder, after, Sub.INCLUDED);
    }

    /** Visits a folder without the folders in it; what links lead to counts as lying in it. */
    void walkFlat(Folder folder, String after) throws InterruptedException {
        walk(folder, after, Sub.LEFT_OUT);
    }

    /** @param after a path relative to the folder; what comes up to it in the order of the walk is left out */
    private void walk(Folder folder, String after, Sub sub) throws InterruptedException {
        int slash = after.indexOf('/');
        String first = slash < 0 ? after : after.substring(0, slash);
        String rest = slash < 0 ? "" : after.substring(slash + 1);
        for (FileName name : names(folder)) {
            int order = name.text().compareTo(first);
            if (order > 0) {
                visit(folder, name, sub, "");
            } else if (order == 0 && !rest.isEmpty()) {
                visit(folder, name, sub, rest);
            }
        }
    }

    private List<FileName> names(Folder folder) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return list(folder.path());
        } catch (NoSuchFileException e) {
            // Deleted since it was seen. The top of a scope is not forgiven: everything would be deleted.
            if (folder.depth() <= 1) {
                problems.add(folder.shown() + ": it vanished");
            }
        } catch (AccessDeniedException e) {
            problems.add(folder.shown() + ": permission denied");
        } catch (IOException e) {
            problems.add(folder.shown() + ": " + e.getMessage());
        }
        return List.of();
    }

    private void visit(Folder folder, FileName name, Sub sub, String after) throws InterruptedException {
        String relative = folder.relativeOf(name);
        if (!rules.admits(name, relative)) {
            return;
        }
        Path path = name.within(folder.path());
        try {
            FileFacts facts = FileFacts.of(path);
            if (facts.kind() == FileFacts.Kind.LINK) {
                visitLink(folder, name, path, relative, after);
            } else {
                visitKnown(folder.child(name, path, 0), path, relative, facts, sub, after);
            }
        } catch (NoSuchFileException e) {
            // Deleted since it was listed: it is as if it had never been there.
        } catch (IOException e) {
            // Whatever hides behind it cannot be listed.
            problems.add(relative + ": " + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()));
        }
    }

    private void visitLink(Folder folder, FileName name, Path path, String relative, String after)
            throws IOException, InterruptedException {
        if (rules.links() == WalkRules.Links.LEFT_OUT) {
            skip(path, relative, "it is a link; set follow_links to true to mirror what it leads to");
            return;
        }
        Path target;
        try {
            target = path.toRealPath();
        } catch (NoSuchFileException e) {
            skip(path, relative, "it is a link that leads nowhere");
            return;
        }
        if (!rules.mayLeadTo(target)) {
            skip(path, relative, "it is a link to a place outside the folder; allow it with link_targets");
        } else if (folder.path().toRealPath().startsWith(target)) {
            skip(path, relative, "it is a link to a folder that contains it");
        } else if (folder.links() >= WalkRules.MAX_LINKS) {
            skip(path, relative, "it lies behind more than " + WalkRules.MAX_LINKS + " links");
        } else {
            visitKnown(folder.child(name, path, 1), target, relative, FileFacts.of(target), Sub.INCLUDED, after);
        }
    }

    private void visitKnown(Folder asFolder, Path path, String relative, FileFacts facts, Sub sub, String after)
            throws InterruptedException {
        switch (facts.kind()) {
            case FOLDER -> {
                if (sub == Sub.LEFT_OUT) {
                    return;
                }
                if (asFolder.depth() > WalkRules.MAX_DEPTH) {
                    problems.add(relative + ": it is more than " + WalkRules.MAX_DEPTH + " folders deep");
                    return;
                }
                walk(asFolder, after);
            }
            case FILE -> {
                if (rules.wants(relative) && after.isEmpty()) {
                    visitor.file(asFolder.path(), path, relative, facts);
                }
            }
            case LINK, OTHER ->
                skip(asFolder.path(), relative, "it is no regular file but a pipe, a socket or a device");
        }
    }

    private void skip(Path path, String relative, String reason) {
        if (rules.wants(relative)) {
            visitor.skipped(path, relative, reason);
        }
    }

    private enum Sub {
        INCLUDED,
        LEFT_OUT
    }

    /**
     * A folder on the way down.
     *
     * @param relative from the root; empty for the root
     * @param links how many links were followed to get here
     */
    record Folder(Path path, String relative, int depth, int links) {
        static Folder root(Path path) {
            return new Folder(path, "", 0, 0);
        }

        Folder child(FileName name, Path childPath, int moreLinks) {
            return new Folder(childPath, relativeOf(name), depth + 1, links + moreLinks);
        }

        String relativeOf(FileName name) {
            return relative.isEmpty() ? name.text() : relative + "/" + name.text();
        }

        String shown() {
            return relative.isEmpty() ? path.toString() : relative;
        }
    }
}
