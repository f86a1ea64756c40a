package dev.leat.cassandra.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What must hold of pairs together, whatever file they come from. */
final class PairRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

    /** Of wildcards, lists, exclusions and date math. */
    private static final Pattern NO_ONE_INDEX = Pattern.compile("[*,<>]|^-");

    private PairRules() {}

    /**
     * Reports what does not hold.
     *
     * @param key the key of the list of pairs
     */
    static void check(String key, List<PairConfig> pairs, Findings findings) {
        Map<String, String> names = new HashMap<>();
        Map<String, String> indices = new HashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            PairConfig pair = pairs.get(i);
            String place = "%s[%d]".formatted(key, i);
            if (!pair.name().isEmpty() && !NAME.matcher(pair.name()).matches()) {
                findings.problem(
                        place + ".name",
                        "'" + pair.name() + "' is no name; use up to 100 letters, digits, '_', '-' and '.'");
            }
            String same = names.putIfAbsent(pair.name(), place);
            if (same != null && !pair.name().isEmpty()) {
                findings.problem(place + ".name", "'" + pair.name() + "' is the name of " + same + ", too; change one");
            }
            if (NO_ONE_INDEX.matcher(pair.index()).find()) {
                findings.problem(
                        place + ".index",
                        "'" + pair.index()
                                + "' does not name one index for good; name one, without wildcards and dates");
            }
            String shared = indices.putIfAbsent(pair.index(), place);
            if (shared != null && !pair.index().isEmpty()) {
                findings.problem(
                        place + ".index",
                        "'" + pair.index() + "' is the index of " + shared
                                + ", too; each table needs an index of its own");
            }
        }
    }
}
