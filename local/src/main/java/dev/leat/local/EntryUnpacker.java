package dev.leat.local;

import dev.leat.local.DistributionList.Entry;
import dev.leat.local.DistributionList.Method;
import dev.leat.local.DistributionList.Mode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Turns the bytes of an archive, as they flow past, into verified files below a directory. A file appears under its name
 * only when it is whole and its checksum is right, so that what is there is never fetched again. Thread-safe: each call
 * works on a stream and files of its own.
 */
final class EntryUnpacker {
    private static final int LOCAL_HEADER = 30;
    private static final int LOCAL_HEADER_SIGNATURE = 0x04034b50;

    private final DistributionList list;
    private final VerifiedFiles files;
    private final LongConsumer received;

    EntryUnpacker(DistributionList list, Path directory, LongConsumer received) {
        this.list = list;
        this.files = new VerifiedFiles(directory);
        this.received = received;
    }

    /** The bytes of one archive from a position on. */
    static final class Flow {
        private final InputStream stream;
        private long position;

        Flow(InputStream stream, long position) {
            this.stream = stream;
            this.position = position;
        }

        private void skipTo(long target) throws IOException {
            if (target < position) {
                throw new IOException("the bytes at " + target + " have gone by");
            }
            stream.skipNBytes(target - position);
            position = target;
        }

        private byte[] take(int length) throws IOException {
            byte[] bytes = stream.readNBytes(length);
            position += bytes.length;
            if (bytes.length < length) {
                throw new EOFException("the connection broke off");
            }
            return bytes;
        }

        private int read(byte[] buffer, long atMost) throws IOException {
            int count = stream.read(buffer, 0, (int) Math.min(buffer.length, atMost));
            if (count < 0) {
                throw new EOFException("the connection broke off");
            }
            position += count;
            return count;
        }
    }

    /** The size of the fixed part of the header that a file has in the archive. */
    int headerBytes(Entry entry) {
        return LOCAL_HEADER + (list.folder() + entry.path()).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether the file is there, whole and right. */
    boolean has(Entry entry) throws IOException {
        return files.has(entry.path(), entry.size(), entry.sha256());
    }

    /** Reads one file from the flow, which must not have passed it, and puts it in its place. */
    void unpack(Entry entry, Flow flow) throws IOException {
        flow.skipTo(entry.offset());
        checkHeader(entry, flow);
        long before = flow.position;
        boolean complete = false;
        try {
            files.put(
                    entry.path(),
                    entry.sha256(),
                    entry.mode() == Mode.EXECUTABLE ? VerifiedFiles.EXECUTABLE : VerifiedFiles.PLAIN,
                    out -> copy(entry, flow, out));
            complete = true;
        } finally {
            if (!complete) {
                // Its bytes will flow again.
                received.accept(before - flow.position);
            }
        }
    }

    private void checkHeader(Entry entry, Flow flow) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(flow.take(LOCAL_HEADER)).order(ByteOrder.LITTLE_ENDIAN);
        int nameLength = Short.toUnsignedInt(header.getShort(26));
        int extraLength = Short.toUnsignedInt(header.getShort(28));
        if (header.getInt(0) != LOCAL_HEADER_SIGNATURE) {
            throw new CorruptFileException(entry.path(), "the archive has something else in its place");
        }
        String name = new String(flow.take(nameLength), StandardCharsets.UTF_8);
        if (!name.equals(list.folder() + entry.path())) {
            throw new CorruptFileException(entry.path(), "the archive has \"" + name + "\" in its place");
        }
        flow.take(extraLength);
    }

    private String copy(Entry entry, Flow flow, OutputStream out) throws IOException {
        MessageDigest digest = VerifiedFiles.sha256();
        byte[] input = new byte[1 << 16];
        byte[] output = new byte[1 << 16];
        long left = entry.compressed();
        long size = 0;
        Inflater inflater = new Inflater(true);
        try {
            while (left > 0) {
                int count = flow.read(input, left);
                left -= count;
                received.accept(count);
                if (entry.method() == Method.STORED) {
                    size += count;
                    write(out, digest, input, count);
                    continue;
                }
                inflater.setInput(input, 0, count);
                for (int made = inflater.inflate(output); made > 0; made = inflater.inflate(output)) {
                    size += made;
                    write(out, digest, output, made);
                    if (size > entry.size()) {
                        throw new CorruptFileException(
                                entry.path(), "it is larger than the " + entry.size() + " bytes listed");
                    }
                }
            }
        } catch (DataFormatException e) {
            throw (IOException) new CorruptFileException(entry.path(), "its compressed bytes are damaged").initCause(e);
        } finally {
            inflater.end();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void write(OutputStream out, MessageDigest digest, byte[] bytes, int count) throws IOException {
        digest.update(bytes, 0, count);
        out.write(bytes, 0, count);
    }
}
