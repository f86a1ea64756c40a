package dev.leat.connect.mirror;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Makes, opens and maps the file of an {@link IdTable}. */
final class TableFile {

    private static final int ZEROS = 1 << 20;

    private TableFile() {}

    /** A mapped file. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; lives in one method.
    record Mapping(TableHeader header, MappedByteBuffer[] segments) {}

    static Mapping create(Path file, UUID id, String boot, long capacity, int segmentSlots, int slotBytes)
            throws IOException {
        Files.deleteIfExists(file);
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            long bytes = TableHeader.BYTES + capacity * slotBytes;
            // A hole in the file would become a fault of the whole process when the disk is full; writing is an error.
            byte[] zeros = new byte[(int) Math.min(ZEROS, bytes)];
            for (long written = 0; written < bytes; written += zeros.length) {
                access.write(zeros, 0, (int) Math.min(zeros.length, bytes - written));
            }
            MappedByteBuffer head = access.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, TableHeader.BYTES);
            return new Mapping(
                    TableHeader.write(head, id, boot, capacity),
                    map(access.getChannel(), capacity, segmentSlots, slotBytes));
        }
    }

    static Mapping open(Path file, UUID id, String boot, int segmentSlots, int slotBytes)
            throws IOException, TableUnusableException {
        if (!Files.exists(file) || Files.size(file) < TableHeader.BYTES) {
            throw new TableUnusableException("it is gone");
        }
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            MappedByteBuffer head = access.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, TableHeader.BYTES);
            TableHeader header = TableHeader.read(head, id, boot);
            if (access.length() != TableHeader.BYTES + header.capacity() * slotBytes) {
                throw new TableUnusableException("its size is wrong");
            }
            return new Mapping(header, map(access.getChannel(), header.capacity(), segmentSlots, slotBytes));
        }
    }

    private static MappedByteBuffer[] map(FileChannel channel, long capacity, int segmentSlots, int slotBytes)
            throws IOException {
        MappedByteBuffer[] segments =
                new MappedByteBuffer[Math.toIntExact((capacity + segmentSlots - 1) / segmentSlots)];
        for (int i = 0; i < segments.length; i++) {
            long first = (long) i * segmentSlots;
            long slots = Math.min(segmentSlots, capacity - first);
            segments[i] = channel.map(
                    FileChannel.MapMode.READ_WRITE, TableHeader.BYTES + first * slotBytes, slots * slotBytes);
        }
        return segments;
    }
}
