package dev.leat.sources.networkdrive;

import com.hierynomus.msfscc.FileAttributes;
import com.hierynomus.msfscc.fileinformation.FileIdFullDirectoryInformation;
import java.time.Instant;
import java.util.Set;

/**
 * A folder or a file, as its folder lists it.
 *
 * @param relative its path below the folder that is mirrored, with {@code /} between names
 * @param id the server's number for it, unsigned; 0 when the server has none
 * @param reparseTag what kind of detour it is; 0 for none
 */
record ShareEntry(
        String relative,
        String name,
        Kind kind,
        long size,
        long id,
        Instant created,
        Instant changed,
        long reparseTag) {

    /** Whether it holds others. */
    enum Kind {
        FILE,
        FOLDER
    }

    /** Symbolic links, junctions and mount points, and the two of DFS: they lead elsewhere. [MS-FSCC] 2.1.2.1 */
    private static final Set<Long> DETOURS = Set.of(0xA000000CL, 0xA0000003L, 0x8000000AL, 0x80000012L);

    static ShareEntry of(String folder, FileIdFullDirectoryInformation listed) {
        boolean isDetour = has(listed, FileAttributes.FILE_ATTRIBUTE_REPARSE_POINT);
        return new ShareEntry(
                folder.isEmpty() ? listed.getFileName() : folder + "/" + listed.getFileName(),
                listed.getFileName(),
                has(listed, FileAttributes.FILE_ATTRIBUTE_DIRECTORY) ? Kind.FOLDER : Kind.FILE,
                listed.getEndOfFile(),
                listed.getFileId(),
                listed.getCreationTime().toInstant(),
                listed.getChangeTime().toInstant(),
                // Of a reparse point, the size of its extended attributes is its tag. [MS-FSCC] 2.4.22
                isDetour ? listed.getEaSize() & 0xFFFFFFFFL : 0);
    }

    boolean isFolder() {
        return kind == Kind.FOLDER;
    }

    /** Whether it leads elsewhere; deduplicated files and the like are read as any other. */
    boolean isDetour() {
        return DETOURS.contains(reparseTag);
    }

    private static boolean has(FileIdFullDirectoryInformation listed, FileAttributes attribute) {
        return (listed.getFileAttributes() & attribute.getValue()) != 0;
    }
}
