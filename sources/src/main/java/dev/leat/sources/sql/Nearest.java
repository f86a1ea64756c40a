package dev.leat.sources.sql;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that somebody may have meant, those that are most alike first. */
public final class Nearest {
    private static final int SHOWN = 10;

    private Nearest() {}

    /** The nearest names in one line: {@code a, b, c and 17 more}. */
    public static String of(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String shown = known.stream()
                .sorted(Comparator.comparingInt(
                                (String candidate) -> distance(wanted, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .collect(Collectors.joining(", "));
        return known.size() <= SHOWN ? shown : shown + " and " + (known.size() - SHOWN) + " more";
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
