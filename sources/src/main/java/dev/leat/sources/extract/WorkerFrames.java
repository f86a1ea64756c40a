package dev.leat.sources.extract;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the two processes talk: length-prefixed frames over the worker's standard input and output.
 *
 * <p>Request: name, characters, embedded depth, embedded bytes; then the document in chunks, each with its length in
 * front; {@link #END} or {@link #ABORTED} instead of a length. Answer: {@link #EXTRACTED} or {@link #FAILED} and its
 * fields. The side that reads an answer trusts no length in it: the document may own the worker by then.
 */
final class WorkerFrames {
    /** The first thing a worker says. */
    static final int READY = 0x4c656174;

    /** All bytes of the document are sent. */
    static final int END = 0;

    /** The input failed: the worker forgets the document and sends no answer. */
    static final int ABORTED = -1;

    static final int CHUNK = 64 * 1024;

    private static final int EXTRACTED = 1;
    private static final int FAILED = 2;
    private static final int MAX_SHORT_TEXT = 64 * 1024;
    private static final int MAX_PROPERTIES = 16;

    private WorkerFrames() {}

    /** The fields in front of a document. */
    record Header(String name, int outputCharacters, int embeddedDepth, long embeddedBytes) {}

    static void writeHeader(DataOutputStream out, Header header) throws IOException {
        writeText(out, header.name());
        out.writeInt(header.outputCharacters());
        out.writeInt(header.embeddedDepth());
        out.writeLong(header.embeddedBytes());
    }

    static Header readHeader(DataInputStream in) throws IOException {
        return new Header(readText(in, Integer.MAX_VALUE), in.readInt(), in.readInt(), in.readLong());
    }

    static void writeAnswer(DataOutputStream out, Extraction answer) throws IOException {
        switch (answer) {
            case Extraction.Extracted extracted -> {
                out.writeByte(EXTRACTED);
                writeText(out, extracted.text());
                writeText(out, extracted.extent().name());
                writeText(out, extracted.contentType());
                out.writeInt(extracted.properties().size());
                for (Map.Entry<String, String> property : extracted.properties().entrySet()) {
                    writeText(out, property.getKey());
                    writeText(out, property.getValue());
                }
            }
            case Extraction.Failed failed -> {
                out.writeByte(FAILED);
                writeText(out, failed.reason().name());
                writeText(out, failed.message());
            }
        }
        out.flush();
    }

    /** @throws IOException also when the answer is not one that an honest worker sends */
    static Extraction readAnswer(DataInputStream in, int outputCharacters) throws IOException {
        int kind = in.readUnsignedByte();
        if (kind == FAILED) {
            return new Extraction.Failed(choice(Extraction.Reason.class, in), readText(in, MAX_SHORT_TEXT));
        }
        if (kind != EXTRACTED) {
            throw new IOException("the worker sent an answer of unknown kind " + kind);
        }
        // A UTF-16 unit takes at most three bytes of UTF-8.
        String text = readText(in, (int) Math.min(3L * outputCharacters, Integer.MAX_VALUE - 8));
        Extraction.Extent extent = choice(Extraction.Extent.class, in);
        String contentType = readText(in, MAX_SHORT_TEXT);
        int count = in.readInt();
        if (count < 0 || count > MAX_PROPERTIES) {
            throw new IOException("the worker sent " + count + " properties");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            properties.put(readText(in, MAX_SHORT_TEXT), readText(in, MAX_SHORT_TEXT));
        }
        return new Extraction.Extracted(text, extent, contentType, properties);
    }

    private static <T extends Enum<T>> T choice(Class<T> type, DataInputStream in) throws IOException {
        String name = readText(in, MAX_SHORT_TEXT);
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IOException("the worker sent an unknown " + type.getSimpleName(), e);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in, int limit) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > limit) {
            throw new IOException("the worker sent a text of " + length + " bytes, more than " + limit);
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
