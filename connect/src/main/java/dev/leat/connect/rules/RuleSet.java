package dev.leat.connect.rules;

import dev.leat.connect.DocumentRules;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The basic rules of a connector. The first rule by order that matches a document decides about it; a document that
 * none matches is admitted. Immutable and thread-safe.
 *
 * <p>A rule looks at one field at the top of the document. A document without the field, or with null there, does not
 * match; of a list, any element may match; an object never does. The value of the rule is read in the type of the
 * document's value: numbers of any width are compared as numbers, booleans as booleans ({@code true, t, yes, y, on} and
 * {@code false, f, no, n, off}; equals only), dates as moments, also where both are texts that spell one, and other
 * texts by code points. A value that cannot be read in that type does not match. {@code regex} matches at the beginning
 * of the text.
 */
public final class RuleSet implements DocumentRules {

    /** The rule that every set ends with, and that admits everything. */
    static final String DEFAULT = "DEFAULT";

    private static final RuleSet NONE = new RuleSet(List.of());

    private final List<Rule> rules;

    private RuleSet(List<Rule> rules) {
        this.rules = rules.stream().sorted(Comparator.comparing(Rule::order)).toList();
    }

    /** No rules: everything is admitted. */
    public static RuleSet none() {
        return NONE;
    }

    /**
     * The rules as the connector has them, each with {@code id, policy, field, rule, value, order}.
     *
     * @throws ConfigException with everything that is wrong
     */
    public static RuleSet parse(List<? extends Map<String, ? extends @Nullable Object>> rules) {
        RuleReader reader = RuleReader.of(rules);
        if (!reader.problems().isEmpty()) {
            throw new ConfigException(reader.problems().stream()
                    .map(problem -> new Problem("rule " + String.join(", ", problem.ids()), problem.message()))
                    .toList());
        }
        return reader.rules().isEmpty() ? NONE : new RuleSet(reader.rules());
    }

    /** Everything that is wrong with rules; empty when they can be used. */
    public static List<RuleProblem> problems(List<? extends Map<String, ? extends @Nullable Object>> rules) {
        return RuleReader.of(rules).problems();
    }

    /** Whether everything is admitted. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    @Override
    public String fingerprint() {
        return rules.stream().map(RuleSet::fingerprint).collect(Collectors.joining(" "));
    }

    /** Only what decides: neither the id, nor the number that gave it its place. Lengths tell where a text ends. */
    private static String fingerprint(Rule rule) {
        return "%s %s %d:%s %d:%s"
                .formatted(
                        rule.policy(),
                        rule.operator(),
                        rule.field().length(),
                        rule.field(),
                        rule.value().length(),
                        rule.value());
    }

    @Override
    public boolean admits(Map<String, ? extends @Nullable Object> fields) {
        for (Rule rule : rules) {
            if (rule.matches(fields)) {
                return rule.policy() == Policy.INCLUDE;
            }
        }
        return true;
    }
}
