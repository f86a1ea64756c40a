package dev.leat.datastore.check;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Domain names: their one stored form (RFC 1035 with IDNA). No list of top-level domains, which would be old tomorrow. */
final class DomainName {
    /** The longest name in its text form, and room for one that Unicode makes shorter. */
    private static final int LONGEST = 253;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern LETTER = Pattern.compile("[a-z]");

    private DomainName() {}

    /** The stored form, or null. A name has at least two labels, and the last one is no number. */
    static @Nullable String normalise(String text) {
        String dotted = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (dotted.isEmpty() || dotted.length() > LONGEST) {
            return null;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(dotted).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
        String[] labels = ascii.split("\\.", -1);
        if (ascii.length() > LONGEST || labels.length < 2) {
            return null;
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return null;
            }
        }
        return LETTER.matcher(labels[labels.length - 1]).find() ? ascii : null;
    }
}
