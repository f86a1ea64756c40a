package dev.leat.sources.networkdrive;

import com.hierynomus.msdtyp.FileTime;
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

    private static final long TICKS_PER_SECOND = 10_000_000;

    /** From 1601 to 1970, in tenths of microseconds. [MS-DTYP] 2.3.3 */
    private static final long TICKS_TO_EPOCH = 116_444_736_000_000_000L;

    static ShareEntry of(String folder, FileIdFullDirectoryInformation listed) {
        boolean isDetour = has(listed, FileAttributes.FILE_ATTRIBUTE_REPARSE_POINT);
        return new ShareEntry(
                folder.isEmpty() ? listed.getFileName() : folder + "/" + listed.getFileName(),
                listed.getFileName(),
                has(listed, FileAttributes.FILE_ATTRIBUTE_DIRECTORY) ? Kind.FOLDER : Kind.FILE,
                listed.getEndOfFile(),
                listed.getFileId(),
                instant(listed.getCreationTime()),
                instant(listed.getChangeTime()),
                // Of a reparse point, the size of its extended attributes is its tag. [MS-FSCC] 2.4.22
                isDetour ? listed.getEaSize() & 0xFFFFFFFFL : 0);
    }

    /** To the last tenth of a microsecond, where the library's own conversion ends at milliseconds. */
    private static Instant instant(FileTime time) {
        long sinceEpoch = time.getWindowsTimeStamp() - TICKS_TO_EPOCH;
        return Instant.ofEpochSecond(
                Math.floorDiv(sinceEpoch, TICKS_PER_SECOND), Math.floorMod(sinceEpoch, TICKS_PER_SECOND) * 100);
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
