package dev.leat.sources.networkdrive;

import com.hierynomus.msfscc.fileinformation.FileIdFullDirectoryInformation;
import com.hierynomus.mssmb2.SMBApiException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Visits what lies below a folder of a share, in the order of the names, each folder before what is in it; from the
 * beginning or from behind a path that was visited before. As deep as the server goes; a folder that leads back to one that
 * holds it is not entered.
 *
 * <p>Holds what the folders on the way down list, about 300 bytes an entry. A folder that cannot be listed does not end the
 * walk: the others are visited, and {@link #problems} tells. Not thread-safe.
 */
final class ShareWalk {

    private final ShareConnection connection;
    private final ShareFolder folder;
    private final Visitor visitor;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();

    ShareWalk(ShareConnection connection, ShareFolder folder, Visitor visitor) {
        this.connection = connection;
        this.folder = folder;
        this.visitor = visitor;
    }

    /** Gets what the walk finds. */
    interface Visitor {
        void entry(ShareEntry entry) throws InterruptedException;

        /** Something that is there and is not entered. */
        void skipped(ShareEntry entry, String reason);
    }

    private record Level(String relative, long id, Iterator<ShareEntry> entries) {}

    /** Folders that could not be listed, as lines for people. */
    List<String> problems() {
        return problems;
    }

    /** Visits everything below a folder. */
    void walk(String relative, long id, String after) throws InterruptedException {
        enter(relative, id, after);
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (!level.entries().hasNext()) {
                levels.pop();
                continue;
            }
            ShareEntry entry = level.entries().next();
            if (entry.isDetour()) {
                visitor.skipped(entry, "it leads elsewhere (a link, a junction or DFS)");
                continue;
            }
            visitor.entry(entry);
            if (entry.isFolder()) {
                if (entry.id() != 0 && levels.stream().anyMatch(above -> above.id() == entry.id())) {
                    visitor.skipped(entry, "it leads back to a folder that holds it");
                } else {
                    enter(entry.relative(), entry.id(), "");
                }
            }
        }
    }

    /** Visits what lies in a folder itself. */
    void walkFlat(List<ShareEntry> entries, String after) throws InterruptedException {
        for (ShareEntry entry : entries) {
            if (entry.name().compareTo(after) <= 0) {
                continue;
            }
            if (entry.isDetour()) {
                visitor.skipped(entry, "it leads elsewhere (a link, a junction or DFS)");
            } else {
                visitor.entry(entry);
            }
        }
    }

    /**
     * What lies in a folder, sorted.
     *
     * @throws SMBApiException when the server says no
     */
    static List<ShareEntry> list(ShareConnection connection, ShareFolder folder, String relative)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        String path = folder.onShare(relative);
        List<FileIdFullDirectoryInformation> listed = connection.call(
                relative.isEmpty() ? "the folder" : "the folder " + relative,
                share -> share.list(path, FileIdFullDirectoryInformation.class));
        return listed.stream()
                .filter(entry ->
                        !entry.getFileName().equals(".") && !entry.getFileName().equals(".."))
                .map(entry -> ShareEntry.of(relative, entry))
                .sorted(Comparator.comparing(ShareEntry::name))
                .toList();
    }

    /** @param after a path relative to the folder; what comes up to it in the order of the walk is left out */
    private void enter(String top, long topId, String after) throws InterruptedException {
        String relative = top;
        long id = topId;
        String rest = after;
        while (true) {
            int slash = rest.indexOf('/');
            String first = slash < 0 ? rest : rest.substring(0, slash);
            rest = slash < 0 ? "" : rest.substring(slash + 1);
            List<ShareEntry> entries;
            try {
                entries = list(connection, folder, relative);
            } catch (SMBApiException e) {
                // Deleted since it was seen; the top of a scope is not forgiven: everything would be deleted.
                if (!ShareConnection.isGone(e) || levels.isEmpty()) {
                    problems.add(relative + ": " + ShareConnection.reason(e));
                }
                return;
            }
            levels.push(new Level(
                    relative,
                    id,
                    entries.stream()
                            .filter(entry -> entry.name().compareTo(first) > 0)
                            .iterator()));
            ShareEntry same = entries.stream()
                    .filter(entry -> entry.name().equals(first) && entry.isFolder() && !entry.isDetour())
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                return;
            }
            relative = same.relative();
            id = same.id();
        }
    }
}
