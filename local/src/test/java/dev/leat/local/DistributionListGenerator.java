package dev.leat.local;

import dev.leat.local.DistributionList.Entry;
import dev.leat.local.DistributionList.Method;
import dev.leat.local.DistributionList.Mode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipFile;

/**
 * Makes the list of a distribution from its archive: run it with the archive and the list's file when a release is
 * added. {@code java DistributionListGenerator.java ARCHIVE LIST} needs the test class path.
 */
final class DistributionListGenerator {
    private static final int END_RECORD = 22;
    private static final int CENTRAL_HEADER = 46;

    private DistributionListGenerator() {}

    /** Left out: programs of other systems and tools that the node does not start; the licences stay. */
    static boolean isNeeded(String path) {
        return !path.startsWith("bin/") && !path.equals("lib/tools/server-launcher/server-launcher");
    }

    public static void main(String[] arguments) throws IOException {
        Path archive = Path.of(arguments[0]);
        Files.writeString(Path.of(arguments[1]), text(archive, "elasticsearch/", DistributionListGenerator::isNeeded));
    }

    /** The list of what an archive has in the folder of that name directly below its top folder. */
    static String text(Path archive, String folderName, Predicate<String> needed) throws IOException {
        List<String> lines = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r");
                ZipFile zip = new ZipFile(archive.toFile())) {
            ByteBuffer directory = directory(file);
            String folder = "";
            List<Entry> entries = new ArrayList<>();
            List<String> leftOut = new ArrayList<>();
            while (directory.remaining() >= CENTRAL_HEADER) {
                ByteBuffer header = directory.slice().order(ByteOrder.LITTLE_ENDIAN);
                int nameLength = Short.toUnsignedInt(header.getShort(28));
                byte[] name = new byte[nameLength];
                header.get(CENTRAL_HEADER, name);
                String full = new String(name, StandardCharsets.UTF_8);
                String inside = full.substring(full.indexOf('/') + 1);
                if (inside.startsWith(folderName) && !full.endsWith("/")) {
                    folder = full.substring(0, full.indexOf('/') + 1) + folderName;
                    String path = inside.substring(folderName.length());
                    if (needed.test(path)) {
                        entries.add(entry(header, path, sha256(zip, full)));
                    } else {
                        leftOut.add("# left out: " + path);
                    }
                }
                directory.position(directory.position()
                        + CENTRAL_HEADER
                        + nameLength
                        + Short.toUnsignedInt(header.getShort(30))
                        + Short.toUnsignedInt(header.getShort(32)));
            }
            entries.sort(Comparator.comparingLong(Entry::offset));
            lines.add("# offset compressed size method mode sha256 path");
            lines.addAll(leftOut);
            lines.add("archive-size " + file.length());
            lines.add("folder " + folder);
            entries.forEach(entry -> lines.add(line(entry)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static ByteBuffer directory(RandomAccessFile file) throws IOException {
        byte[] end = new byte[END_RECORD];
        // None of the archives has a comment, so that the end record is at the end.
        file.seek(file.length() - END_RECORD);
        file.readFully(end);
        ByteBuffer record = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
        byte[] directory = new byte[record.getInt(12)];
        file.seek(Integer.toUnsignedLong(record.getInt(16)));
        file.readFully(directory);
        return ByteBuffer.wrap(directory).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Entry entry(ByteBuffer header, String path, String sha256) {
        int permissions = header.getInt(38) >>> 16;
        return new Entry(
                Integer.toUnsignedLong(header.getInt(42)),
                Integer.toUnsignedLong(header.getInt(20)),
                Integer.toUnsignedLong(header.getInt(24)),
                header.getShort(10) == 0 ? Method.STORED : Method.DEFLATED,
                (permissions & 0111) != 0 ? Mode.EXECUTABLE : Mode.PLAIN,
                sha256,
                path);
    }

    private static String sha256(ZipFile zip, String name) {
        try (var stream = zip.getInputStream(zip.getEntry(name))) {
            return HexFormat.of().formatHex(VerifiedFiles.sha256().digest(stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Entry entry) {
        return entry.offset() + " " + entry.compressed() + " " + entry.size() + " " + entry.method() + " "
                + entry.mode() + " " + entry.sha256() + " " + entry.path();
    }
}
