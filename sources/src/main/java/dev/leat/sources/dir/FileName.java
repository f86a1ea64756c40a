package dev.leat.sources.dir;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A name in a folder as text that does not depend on the locale: bytes are read as UTF-8, and those that are none are
 * written as {@code \xNN}.
 *
 * @param text what is shown, sorted and matched
 * @param odd the path itself when the text does not lead back to it; few have one
 */
record FileName(String text, @Nullable Path odd) implements Comparable<FileName> {

    static FileName of(Path path) {
        String plain = String.valueOf(path.getFileName());
        // The replacement character is what the JDK shows for bytes that it could not read.
        if (plain.indexOf('\uFFFD') < 0) {
            return new FileName(plain, null);
        }
        return new FileName(decode(lastName(bytes(path))), path);
    }

    Path within(Path folder) {
        return odd == null ? folder.resolve(text) : odd;
    }

    @Override
    public int compareTo(FileName other) {
        return text.compareTo(other.text);
    }

    /** The bytes of an absolute path as the file system has them. */
    static byte[] bytes(Path path) {
        String text = path.toString();
        return text.indexOf('\uFFFD') < 0 ? text.getBytes(StandardCharsets.UTF_8) : rawBytes(path.toUri());
    }

    /** A path's URI escapes every byte that is no ASCII letter: the only way to the bytes that the JDK offers. */
    private static byte[] rawBytes(URI uri) {
        String escaped = uri.getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        byte[] all = bytes.toByteArray();
        boolean isFolder = all.length > 1 && all[all.length - 1] == '/';
        return isFolder ? Arrays.copyOf(all, all.length - 1) : all;
    }

    private static byte[] lastName(byte[] path) {
        int start = path.length;
        while (start > 0 && path[start - 1] != '/') {
            start--;
        }
        return Arrays.copyOfRange(path, start, path.length);
    }

    private static String decode(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            StringBuilder text = new StringBuilder();
            for (byte value : name) {
                text.append(value >= 0 ? String.valueOf((char) value) : "\\x%02X".formatted(value & 0xff));
            }
            return text.toString();
        }
    }
}
