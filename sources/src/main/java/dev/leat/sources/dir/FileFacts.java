package dev.leat.sources.dir;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the file system knows of a file, read at once.
 *
 * @param settled facts that change only when the file does
 * @param fleeting facts that also change otherwise: by reading it, by linking it, by mounting the disk elsewhere
 */
record FileFacts(Kind kind, long size, FileTime modified, Map<String, Object> settled, Map<String, Object> fleeting) {

    private static final boolean HAS_UNIX_FACTS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    /** Asks the file system; does not follow a link. */
    static FileFacts of(Path path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Map<String, Object> settled = new LinkedHashMap<>();
        Map<String, Object> fleeting = new LinkedHashMap<>();
        fleeting.put("last_access_time", basic.lastAccessTime().toInstant());
        if (HAS_UNIX_FACTS && basic.isRegularFile()) {
            Map<String, Object> unix =
                    Files.readAttributes(path, "unix:mode,uid,gid,ctime,ino,dev,nlink", LinkOption.NOFOLLOW_LINKS);
            copy(unix, "ctime", settled, "ctime");
            copy(unix, "mode", settled, "inode_protection_mode");
            copy(unix, "uid", settled, "uid");
            copy(unix, "gid", settled, "gid");
            copy(unix, "ino", fleeting, "inode_number");
            copy(unix, "dev", fleeting, "device_inode_reside");
            copy(unix, "nlink", fleeting, "number_of_links");
        }
        return new FileFacts(kindOf(basic), basic.size(), basic.lastModifiedTime(), settled, fleeting);
    }

    private static void copy(Map<String, Object> unix, String from, Map<String, Object> fields, String to) {
        switch (unix.get(from)) {
            case FileTime time -> fields.put(to, time.toInstant());
            case Object value -> fields.put(to, value);
            case null -> {}
        }
    }

    private static Kind kindOf(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Kind.FILE;
        }
        if (attributes.isDirectory()) {
            return Kind.FOLDER;
        }
        return attributes.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
    }
}
