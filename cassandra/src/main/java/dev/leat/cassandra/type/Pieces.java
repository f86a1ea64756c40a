package dev.leat.cassandra.type;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How Cassandra's native protocol puts values inside values, and how their texts are put together. */
final class Pieces {
    private Pieces() {}

    static String quoted(String name) {
        StringBuilder quoted = new StringBuilder();
        JsonValue.quote(name, quoted);
        return quoted.toString();
    }

    static StringBuilder comma(StringBuilder out, char open) {
        return out.charAt(out.length() - 1) == open ? out : out.append(',');
    }

    static void array(Iterable<String> texts, StringBuilder out) {
        out.append('[');
        for (Iterator<String> each = texts.iterator(); each.hasNext(); ) {
            out.append(each.next());
            if (each.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    /** The text of a value inside another one, where there is always some text. */
    static String textOf(CqlType type, @Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder();
        type.append(bytes.duplicate(), text);
        return text.toString();
    }

    static List<String> texts(CqlType element, ByteBuffer bytes) {
        int count = bytes.getInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(textOf(element, piece(bytes)));
        }
        return texts;
    }

    static @Nullable ByteBuffer piece(ByteBuffer bytes) {
        int size = bytes.getInt();
        return size < 0 ? null : take(bytes, size);
    }

    static ByteBuffer take(ByteBuffer bytes, int size) {
        ByteBuffer piece = bytes.slice(bytes.position(), size);
        bytes.position(bytes.position() + size);
        return piece;
    }

    static ByteBuffer collection(Iterable<ByteBuffer> elements, int count) {
        List<@Nullable ByteBuffer> all = new ArrayList<>();
        elements.forEach(all::add);
        ByteBuffer body = pieces(all);
        return ByteBuffer.allocate(Integer.BYTES + body.remaining())
                .putInt(count)
                .put(body)
                .flip();
    }

    static ByteBuffer pieces(List<@Nullable ByteBuffer> pieces) {
        int size = 0;
        for (ByteBuffer piece : pieces) {
            size += Integer.BYTES + (piece == null ? 0 : piece.remaining());
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        for (ByteBuffer piece : pieces) {
            if (piece == null) {
                out.putInt(-1);
            } else {
                out.putInt(piece.remaining()).put(piece.duplicate());
            }
        }
        return out.flip();
    }
}
