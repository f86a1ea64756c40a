package dev.leat.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the line that tells most about why a node ended, in what it wrote since it was started. */
record NodeLog(Path console, Path log, long logSizeBefore) {
    private static final int LONGEST = 300;
    private static final Pattern HARMLESS = Pattern.compile("^\\[[^\\]]*\\]\\[(INFO|WARN|DEBUG) *\\].*");
    private static final List<Pattern> TELLING = List.of(
            Pattern.compile(
                    "(?i)(failed to obtain node lock|BindException|OutOfMemory|cannot downgrade|Could not reserve"
                            + "|IllegalStateException|IllegalArgumentException|AccessDenied|unknown setting|No space left)"),
            Pattern.compile("(?i)caused by: "),
            Pattern.compile("(?i)(fatal|exception|error)"));

    static NodeLog at(NodeFiles files, String clusterName) {
        Path log = files.log(clusterName);
        try {
            return new NodeLog(files.console(), log, Files.exists(log) ? Files.size(log) : 0);
        } catch (IOException e) {
            return new NodeLog(files.console(), log, 0);
        }
    }

    /** The most telling line, cut to a readable length; empty when nothing was written. */
    String mostTellingLine() {
        List<String> lines = new java.util.ArrayList<>(lines(log, logSizeBefore));
        lines.addAll(lines(console, 0));
        for (Pattern pattern : TELLING) {
            for (String line : lines) {
                if (pattern.matcher(line).find() && !HARMLESS.matcher(line).matches()) {
                    return cut(line);
                }
            }
        }
        return lines.isEmpty() ? "" : cut(lines.getLast());
    }

    private static String cut(String line) {
        String text = line.replaceFirst("^(\\[[^\\]]*\\] ?)+", "").strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static List<String> lines(Path file, long from) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            byte[] bytes = Files.readAllBytes(file);
            int start = (int) Math.min(from, bytes.length);
            return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.strip().startsWith("at "))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
