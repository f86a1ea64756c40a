package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.Extra;
import dev.leat.datastore.mapping.Index;
import dev.leat.datastore.mapping.Name;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One set of rules with what is known of it.
 *
 * @param rules the basic rules as they stand in the document, because what is wrong with one is for the validation to say
 * @param advancedSnippet rules in the source's own words
 */
public record FilteringRules(
        @Index(false) List<Map<String, Object>> rules,
        @Name(Names.ADVANCED_SNIPPET) @Nullable AdvancedSnippet advancedSnippet,
        @Nullable Validation validation,
        @Extra Map<String, Object> extra) {

    /** Rules in the source's own words: a JSON object or list. */
    public record AdvancedSnippet(
            @Index(false) @Nullable Object value,
            @Name(Names.CREATED_AT) @Nullable Instant createdAt,
            @Name(Names.UPDATED_AT) @Nullable Instant updatedAt,
            @Extra Map<String, Object> extra) {}

    /** What the last validation found. */
    public record Validation(
            @Name("state") @Nullable String stateText,
            @Index(false) List<ValidationError> errors,
            @Extra Map<String, Object> extra) {

        public static Validation of(ValidationState state, List<ValidationError> errors) {
            return new Validation(state.wire(), errors, Map.of());
        }

        public ValidationState state() {
            return ValidationState.of(stateText);
        }
    }

    /**
     * One finding.
     *
     * @param ids of the rules that it is about; {@code advanced_snippet} for the advanced ones
     */
    public record ValidationError(List<String> ids, List<String> messages) {}

    /** Rules that let everything in: what a new connector has. */
    public static FilteringRules everything(Instant at) {
        Map<String, Object> rule = Map.of(
                Names.ID,
                "DEFAULT",
                "policy",
                "include",
                "field",
                "_",
                "rule",
                "regex",
                "value",
                ".*",
                "order",
                0L,
                Names.CREATED_AT,
                at.toString(),
                Names.UPDATED_AT,
                at.toString());
        return new FilteringRules(
                List.of(rule),
                new AdvancedSnippet(Map.of(), at, at, Map.of()),
                Validation.of(ValidationState.VALID, List.of()),
                Map.of());
    }

    /** No rules at all, for a document that has none. */
    public static FilteringRules none() {
        return new FilteringRules(List.of(), null, null, Map.of());
    }

    /** The advanced rules as JSON values; null when there are none. */
    public @Nullable Object advanced() {
        Object value = advancedSnippet == null ? null : advancedSnippet.value();
        boolean empty =
                (value instanceof Map<?, ?> map && map.isEmpty()) || (value instanceof List<?> list && list.isEmpty());
        return empty ? null : value;
    }

    /** Rules that were never validated count as {@link ValidationState#UNKNOWN}. */
    public ValidationState state() {
        return validation == null ? ValidationState.UNKNOWN : validation.state();
    }

    /** The same with another finding of the validation. */
    public FilteringRules withValidation(Validation validation) {
        return new FilteringRules(rules, advancedSnippet, validation, extra);
    }
}
