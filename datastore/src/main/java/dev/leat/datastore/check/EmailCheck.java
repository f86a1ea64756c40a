package dev.leat.datastore.check;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses as people have them (RFC 5321 without quoted names and address literals). */
final class EmailCheck implements Check<Email> {
    /** RFC 5321 §4.5.3.1.1 */
    private static final int LONGEST_NAME = 64;

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]++(\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]++)*+");

    @Override
    public Rule rule(Email annotation, Class<?> type) {
        return Texts.rule(type, "is not an e-mail address", EmailCheck::normalise);
    }

    private static @Nullable String normalise(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at > LONGEST_NAME || !NAME.matcher(text.substring(0, at)).matches()) {
            return null;
        }
        String domain = DomainName.normalise(text.substring(at + 1));
        return domain == null ? null : text.substring(0, at).toLowerCase(Locale.ROOT) + "@" + domain;
    }
}
