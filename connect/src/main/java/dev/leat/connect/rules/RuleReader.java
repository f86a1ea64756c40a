package dev.leat.connect.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules and collects what is wrong with them.
 *
 * @param rules those that are right, without the one that is always there
 */
record RuleReader(List<Rule> rules, List<RuleProblem> problems) {

    private static final Set<String> EVERYTHING = Set.of(".*", "(.*)");

    static RuleReader of(List<? extends Map<String, ? extends @Nullable Object>> documents) {
        RuleReader reader = new RuleReader(new ArrayList<>(), new ArrayList<>());
        for (Map<String, ? extends @Nullable Object> document : documents) {
            if (!RuleSet.DEFAULT.equals(document.get("id"))) {
                new Entry(document, reader).read();
            }
        }
        reader.findTwins();
        return reader;
    }

    private record Comparison(String field, Operator operator, String value) {}

    private void findTwins() {
        Map<Comparison, List<Rule>> twins = rules.stream()
                .collect(Collectors.groupingBy(
                        rule -> new Comparison(rule.field(), rule.operator(), rule.value()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        for (List<Rule> same : twins.values()) {
            for (int i = 0; same.size() > 1 && i < same.size(); i++) {
                List<Rule> others = new ArrayList<>(same);
                Rule rule = others.remove(i);
                problems.add(new RuleProblem(
                        List.of(rule.id()),
                        "compares the same field in the same way as '%s'; keep one of them"
                                .formatted(others.stream().map(Rule::id).collect(Collectors.joining("', '")))));
            }
        }
    }

    /** One rule as it is written. */
    private static final class Entry {

        private final Map<String, ? extends @Nullable Object> document;
        private final RuleReader reader;
        private final List<String> ids;
        private final int known;

        Entry(Map<String, ? extends @Nullable Object> document, RuleReader reader) {
            this.document = document;
            this.reader = reader;
            this.ids = document.get("id") instanceof String id ? List.of(id) : List.of();
            this.known = reader.problems.size();
        }

        void read() {
            String id = text("id");
            String field = text("field");
            String value = text("value");
            Policy policy = policy(text("policy"));
            Operator operator = operator(text("rule"));
            BigDecimal order = order(document.get("order"));
            if (operator == Operator.REGEX && EVERYTHING.contains(value)) {
                problem("matches everything; the last rule, which is always there, does that");
            }
            if (reader.problems.size() > known || policy == null || operator == null || order == null) {
                return;
            }
            try {
                reader.rules.add(new Rule(id, order, policy, field, operator, value));
            } catch (IllegalArgumentException e) {
                problem(String.valueOf(e.getMessage()));
            }
        }

        private String text(String key) {
            Object value = document.get(key);
            if (value instanceof String text && !text.isEmpty()) {
                return text;
            }
            String what = value == null ? "is missing" : value.equals("") ? "is empty" : "is no text";
            problem("'%s' %s".formatted(key, what));
            return "";
        }

        private @Nullable Policy policy(String word) {
            Optional<Policy> policy = Arrays.stream(Policy.values())
                    .filter(candidate -> candidate.name().equals(word.toUpperCase(Locale.ROOT)))
                    .findFirst();
            if (policy.isEmpty() && !word.isEmpty()) {
                problem("'policy' is '%s', but must be include or exclude".formatted(word));
            }
            return policy.orElse(null);
        }

        private @Nullable Operator operator(String word) {
            Optional<Operator> operator = Operator.find(word);
            if (operator.isEmpty() && !word.isEmpty()) {
                String words =
                        Arrays.stream(Operator.values()).map(Operator::word).collect(Collectors.joining(", "));
                problem("'rule' is '%s', but must be one of %s".formatted(word, words));
            }
            return operator.orElse(null);
        }

        private @Nullable BigDecimal order(@Nullable Object value) {
            if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
                return new BigDecimal(number.toString());
            }
            problem(value == null ? "'order' is missing" : "'order' is no number");
            return null;
        }

        private void problem(String message) {
            reader.problems.add(new RuleProblem(ids, message));
        }
    }
}
