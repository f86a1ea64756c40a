package dev.leat.app.ingest;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions of Elasticsearch the service works with: it speaks the protocol of some releases, and Elasticsearch must
 * not be older than the oldest of them.
 *
 * @param supported major and oldest minor, one for each major
 */
record VersionRule(List<Release> supported) {

    /** What Leat is tested with. */
    static final List<Release> SUPPORTED = List.of(new Release(8, 19, 19), new Release(9, 0, 4));

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.\\d+){0,2}(?:[-+].*)?");

    /** A major release, with its oldest and newest minor release that was tried. */
    record Release(int major, int oldest, int newest) {}

    /**
     * What is to be said of a version.
     *
     * @param message empty when there is nothing to say
     */
    record Verdict(String message, boolean isFatal) {}

    Verdict judge(String version, String flavor) {
        if (flavor.equals("serverless")) {
            return new Verdict("", false);
        }
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return new Verdict(
                    "Elasticsearch has the version '%s', which cannot be understood".formatted(version), true);
        }
        int major = number(parts.group(1));
        int minor = number(parts.group(2));
        for (Release release : supported) {
            if (release.major() == major && minor >= release.oldest()) {
                String newer = minor > release.newest()
                        ? "Elasticsearch %s is newer than what this service was tried with (%d.%d)"
                                .formatted(version, major, release.newest())
                        : "";
                return new Verdict(newer, false);
            }
        }
        return new Verdict(
                "Elasticsearch %s does not fit: this service works with 8.19 and with 9".formatted(version), true);
    }

    private static int number(String digits) {
        return digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
