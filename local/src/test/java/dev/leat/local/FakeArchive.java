package dev.leat.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A small archive of the same build as the real ones: what is needed lies in three places, with bytes that nobody needs
 * before, between and after them.
 */
record FakeArchive(Path file, String listText, Map<String, byte[]> contents) {
    private static final int NEEDLESS = 700 << 10;

    static FakeArchive create(Path folder) throws IOException {
        Random random = new Random(1);
        Map<String, byte[]> contents = new LinkedHashMap<>();
        Path file = folder.resolve("archive.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int part = 0; part < 3; part++) {
                put(zip, "pretend-1/needless/" + part, bytes(random, NEEDLESS));
                for (int i = 0; i < 4; i++) {
                    String path = "lib/part" + part + "/file" + i + ".jar";
                    byte[] bytes = i == 0
                            ? new byte[0]
                            : i == 1
                                    ? "text ".repeat(5_000).getBytes(StandardCharsets.UTF_8)
                                    : bytes(random, 10_000 + random.nextInt(90_000));
                    contents.put(path, bytes);
                    put(zip, "pretend-1/elasticsearch/" + path, bytes);
                }
                byte[] stored = bytes(random, 5_000);
                contents.put("bin" + part + "/stored", stored);
                putStored(zip, "pretend-1/elasticsearch/bin" + part + "/stored", stored);
                put(zip, "pretend-1/elasticsearch/left/out" + part, new byte[10]);
            }
            put(zip, "pretend-1/needless/last", bytes(random, NEEDLESS));
        }
        String list = DistributionListGenerator.text(file, "elasticsearch/", path -> !path.startsWith("left/"));
        return new FakeArchive(file, list, contents);
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    private static void putStored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    DistributionList list() throws IOException {
        return parse(listText);
    }

    static DistributionList parse(String text) throws IOException {
        return DistributionList.parse(new BufferedReader(new StringReader(text)));
    }
}
