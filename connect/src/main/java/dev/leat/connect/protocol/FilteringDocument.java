package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.Extra;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a connector: those in force, and those that somebody is writing.
 *
 * @param domain {@code DEFAULT}; the protocol has no other yet
 */
public record FilteringDocument(
        @Nullable String domain,
        @Nullable FilteringRules active,
        @Nullable FilteringRules draft,
        @Extra Map<String, Object> extra) {

    static final String DEFAULT_DOMAIN = "DEFAULT";

    /** The same with other rules in force. */
    public FilteringDocument withActive(FilteringRules rules) {
        return new FilteringDocument(domain, rules, draft, extra);
    }

    /** The same with another draft. */
    public FilteringDocument withDraft(FilteringRules rules) {
        return new FilteringDocument(domain, active, rules, extra);
    }
}
