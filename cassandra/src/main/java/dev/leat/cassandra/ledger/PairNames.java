package dev.leat.cassandra.ledger;

import dev.leat.cassandra.type.KeyText;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names of pairs, which may be any text, as names of indices and as ids. */
final class PairNames {

    private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,99}");

    private PairNames() {}

    /** As a part of the name of an index: itself, or what can be kept of it and a hash of it. */
    static String inIndex(String pair) {
        if (PLAIN.matcher(pair).matches()) {
            return pair;
        }
        String kept = pair.replaceAll("[^A-Za-z0-9_.-]", "_").toLowerCase(java.util.Locale.ROOT);
        String hash =
                UUID.nameUUIDFromBytes(pair.getBytes(StandardCharsets.UTF_8)).toString();
        return kept.substring(0, Math.min(60, kept.length())) + "-" + hash.substring(0, 8);
    }

    /** As the id of a document. */
    static String asId(String pair) {
        return KeyText.id(pair);
    }
}
