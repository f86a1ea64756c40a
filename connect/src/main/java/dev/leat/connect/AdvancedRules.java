package dev.leat.connect;

import java.util.List;

/**
 * What a {@link DataSource} implements that understands advanced rules. Its provider declares {@link
 * Feature#ADVANCED_RULES}.
 */
public interface AdvancedRules {

    /**
     * Finds what is wrong with a filter: all of it at once, a sentence each, in words for the person who wrote it. Blocks;
     * may ask the system (whether a named table exists, say). Called before {@link DataSource#scopes} and whenever
     * somebody edits the rules, and never with an empty filter.
     *
     * @return nothing when {@code scopes} and {@code read} will accept the filter
     * @throws Exception when it could not be found out; the message is shown to the user as it is
     */
    List<String> problems(Filter filter) throws Exception;
}
