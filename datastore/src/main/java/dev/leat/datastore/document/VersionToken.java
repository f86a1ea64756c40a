package dev.leat.datastore.document;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which version of a document was read or written: what a later replace or delete is conditional on. It names the
 * generation of the collection, so that a token from before a migration or a wipe is always a conflict and never by
 * chance the version of another document. Its text is opaque and may stand in a URL or an ETag.
 *
 * @param index the concrete index
 * @param seqNo the document's sequence number in it
 * @param primaryTerm the primary term of that sequence number
 */
public record VersionToken(String index, long seqNo, long primaryTerm) {

    private static final Pattern ARCHIVE = Pattern.compile(".+-archive-\\d{6,9}");

    public VersionToken {
        if (index.isEmpty() || seqNo < 0 || primaryTerm < 1) {
            throw new IllegalArgumentException(
                    "not the version of a document: '" + index + "', " + seqNo + ", " + primaryTerm);
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static VersionToken parse(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String[] parts = text.split("\n", -1);
            if (parts.length == 3) {
                return new VersionToken(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (IllegalArgumentException notOurs) {
            throw new IllegalArgumentException("not a version token: " + shortened(token), notOurs);
        }
        throw new IllegalArgumentException("not a version token: " + shortened(token));
    }

    /**
     * Whether it is a version in a generation of that collection. A token comes back from outside, and what it names is
     * written to: without this, whoever makes one up would reach every index that the application may write to.
     */
    public boolean isOf(String collection) {
        String generation = collection + "-g";
        return index.startsWith(generation)
                && index.length() > generation.length()
                && index.chars().skip(generation.length()).allMatch(c -> c >= '0' && c <= '9');
    }

    /** Where the document was read: {@link Tier#HOT}, or {@link Tier#ARCHIVE} for one of an archive's indices. */
    public Tier tier() {
        return ARCHIVE.matcher(index).matches() ? Tier.ARCHIVE : Tier.HOT;
    }

    /** The alias that every generation has for itself, and that goes with it. */
    String ownAlias() {
        return ownAlias(index);
    }

    /** The alias that an index has for itself, by which conditional writes find it or nothing. */
    public static String ownAlias(String index) {
        return index + "-only";
    }

    /** What gives an index that alias; hidden, so that it leads nobody's wildcards to an index that is. */
    public static Request ownAliasRequest(String index) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putArray("actions")
                .addObject()
                .putObject("add")
                .put("index", index)
                .put("alias", ownAlias(index))
                .put("is_hidden", true);
        return Request.of("POST", "/_aliases", Repeat.IDEMPOTENT).withJson(body.toString());
    }

    private static String shortened(String token) {
        return token.length() <= 40 ? "'" + token + "'" : "'" + token.substring(0, 40) + "…'";
    }

    /** The token as text of letters, digits, {@code -} and {@code _}. */
    @Override
    public String toString() {
        String text = seqNo + "\n" + primaryTerm + "\n" + index;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
