package dev.leat.connect.mirror;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A file of documents that could not be decided yet: a scope listed them, but the indexed copy belongs to another scope,
 * which may list the same id (then this is a duplicate) or not (then the document has moved). Thread-safe; what was added
 * survives the end of the process.
 */
final class DeferredDocuments implements Closeable {

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RandomAccessFile out;

    DeferredDocuments(Path file) {
        this.file = file;
    }

    /** A document as it would be written. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; handed from hand to hand.
    record Deferred(int scope, long interval, String id, Hash128 content, byte[] document) {}

    /** Receives the documents. */
    @FunctionalInterface
    interface Handler {
        void handle(Deferred deferred) throws IOException;
    }

    void add(Deferred deferred) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(deferred.document().length + 600);
        try (DataOutputStream frame = new DataOutputStream(bytes)) {
            byte[] id = deferred.id().getBytes(StandardCharsets.UTF_8);
            frame.writeInt(deferred.scope());
            frame.writeLong(deferred.interval());
            frame.writeLong(deferred.content().high());
            frame.writeLong(deferred.content().low());
            frame.writeInt(id.length);
            frame.write(id);
            frame.write(deferred.document());
        }
        lock.lock();
        try {
            if (out == null) {
                // Whatever a killed process has left half-written is cut off before more is added.
                long whole = wholeLength();
                out = new RandomAccessFile(file.toFile(), "rw");
                out.setLength(whole);
                out.seek(whole);
            }
            ByteArrayOutputStream framed = new ByteArrayOutputStream(bytes.size() + 12);
            DataOutputStream head = new DataOutputStream(framed);
            head.writeInt(bytes.size());
            head.writeLong(checksum(bytes.toByteArray()));
            bytes.writeTo(framed);
            out.write(framed.toByteArray());
        } finally {
            lock.unlock();
        }
    }

    /** Hands all documents to the handler, in the order in which they were added. */
    void forEach(Handler handler) throws IOException {
        read(handler);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (out != null) {
                out.close();
                out = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private long wholeLength() throws IOException {
        return read(ignored -> {});
    }

    /** Reads up to the end or the first damaged frame; gives back how many bytes are whole. */
    private long read(Handler handler) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long whole = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                int length = in.readInt();
                long checksum = in.readLong();
                byte[] frame = in.readNBytes(length);
                if (frame.length < length || checksum(frame) != checksum) {
                    return whole;
                }
                handler.handle(parse(frame));
                whole += 12L + length;
            }
        } catch (EOFException end) {
            return whole;
        }
    }

    private static Deferred parse(byte[] frame) throws IOException {
        try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(frame))) {
            int scope = in.readInt();
            long interval = in.readLong();
            Hash128 content = new Hash128(in.readLong(), in.readLong());
            String id = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            return new Deferred(scope, interval, id, content, in.readAllBytes());
        }
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
