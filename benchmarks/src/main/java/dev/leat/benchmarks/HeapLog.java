package dev.leat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JVM's log of collections says about the heap.
 *
 * @param collections how many there were
 * @param fullest megabytes in use before a collection, at most
 * @param live megabytes in use after one, at most
 * @param size megabytes that the heap had grown to
 */
record HeapLog(int collections, int fullest, int live, int size) {

    private static final Pattern PAUSE = Pattern.compile("Pause.* (\\d+)M->(\\d+)M\\((\\d+)M\\)");

    /** The flag that makes a JVM write the log. */
    static String flag(Path file) {
        return "-Xlog:gc:file=" + file;
    }

    static HeapLog read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static HeapLog parse(List<String> lines) {
        HeapLog all = new HeapLog(0, 0, 0, 0);
        for (String line : lines) {
            Matcher matcher = PAUSE.matcher(line);
            if (matcher.find()) {
                all = new HeapLog(
                        all.collections + 1,
                        Math.max(all.fullest, Integer.parseInt(matcher.group(1))),
                        Math.max(all.live, Integer.parseInt(matcher.group(2))),
                        Math.max(all.size, Integer.parseInt(matcher.group(3))));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %d MB at its fullest, %d MB after a collection at most, grown to %d MB (%d collections)",
                fullest,
                live,
                size,
                collections);
    }
}
