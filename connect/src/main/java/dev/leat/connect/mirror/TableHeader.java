package dev.leat.connect.mirror;

import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The first page of the file of an {@link IdTable}: which table it is, how big, and whether it can be trusted.
 *
 * <p>Pages of a mapped file reach the disk in any order. As long as the machine runs, that does not matter, however the
 * process ends. When the machine itself has started again since (another boot) and the table was not brought to the disk
 * before, pages may be missing, so the table is refused.
 */
final class TableHeader {

    static final int BYTES = 4096;

    private static final long MAGIC = 0x4c65_6174_4964_7331L; // "LeatIds1"
    private static final int ID = 8;
    private static final int CAPACITY = 24;
    private static final int BOOT = 32;
    private static final int CHECKED = 40;
    private static final int CHECKSUM = 40;
    private static final int LOADED = 64;
    private static final int CLEAN = 72;

    private final MappedByteBuffer page;
    private final UUID id;
    private final String boot;
    private final long capacity;

    private TableHeader(MappedByteBuffer page, UUID id, String boot, long capacity) {
        this.page = page;
        this.id = id;
        this.boot = boot;
        this.capacity = capacity;
    }

    static TableHeader write(MappedByteBuffer page, UUID id, String boot, long capacity) {
        page.putLong(0, MAGIC);
        page.putLong(ID, id.getMostSignificantBits());
        page.putLong(ID + 8, id.getLeastSignificantBits());
        page.putLong(CAPACITY, capacity);
        page.putLong(BOOT, checksum(boot.getBytes(StandardCharsets.UTF_8)));
        page.putLong(CHECKSUM, checksum(page));
        return new TableHeader(page, id, boot, capacity);
    }

    static TableHeader read(MappedByteBuffer page, UUID id, String boot) throws TableUnusableException {
        if (page.getLong(0) != MAGIC || page.getLong(CHECKSUM) != checksum(page)) {
            throw new TableUnusableException("its header is damaged");
        }
        if (page.getLong(ID) != id.getMostSignificantBits() || page.getLong(ID + 8) != id.getLeastSignificantBits()) {
            throw new TableUnusableException("it belongs to another run");
        }
        if (page.getLong(LOADED) != 1) {
            throw new TableUnusableException("the ids of the index were not all read into it");
        }
        boolean sameBoot = page.getLong(BOOT) == checksum(boot.getBytes(StandardCharsets.UTF_8));
        if (!sameBoot && page.getLong(CLEAN) != 1) {
            throw new TableUnusableException("the machine was started anew since, and parts of it may be lost");
        }
        TableHeader header = new TableHeader(page, id, boot, page.getLong(CAPACITY));
        if (!sameBoot) {
            write(page, id, boot, header.capacity);
        }
        return header;
    }

    UUID id() {
        return id;
    }

    String boot() {
        return boot;
    }

    long capacity() {
        return capacity;
    }

    boolean isLoaded() {
        return page.getLong(LOADED) == 1;
    }

    void markLoaded() {
        page.putLong(LOADED, 1);
    }

    /** Says that every page is on the disk. */
    void markClean() {
        page.putLong(CLEAN, 1);
        page.force();
    }

    /** Says that pages may be in memory only; on the disk before any of them changes. */
    void markDirty() {
        page.putLong(CLEAN, 0);
        page.force();
    }

    private static long checksum(MappedByteBuffer page) {
        byte[] checked = new byte[CHECKED];
        page.get(0, checked);
        return checksum(checked);
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
