package dev.leat.datastore.check;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

final class UriCheck implements Check<Uri> {
    /** What browsers and servers take is shorter; parsing a text of megabytes serves nobody. */
    private static final int LONGEST = 65_536;

    @Override
    public Rule rule(Uri annotation, Class<?> type) {
        return Texts.rule(type, "is not an absolute URI such as https://example.org/path", UriCheck::normalise);
    }

    private static @Nullable String normalise(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            URI uri = new URI(text);
            if (!uri.isAbsolute()) {
                return null;
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            String rest = text.substring(scheme.length());
            String host = uri.getHost();
            if (host == null) {
                return scheme + rest;
            }
            // The host follows the user's name and password, which may hold the same text.
            int authority = rest.indexOf("//") + 2;
            int userInfo =
                    uri.getRawUserInfo() == null ? 0 : uri.getRawUserInfo().length() + 1;
            int start = authority + userInfo;
            int end = start + host.length();
            return scheme + rest.substring(0, start) + host.toLowerCase(Locale.ROOT) + rest.substring(end);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
