package dev.leat.connect.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleSetTest {

    private static final Map<String, Object> DEFAULT =
            Map.of("id", "DEFAULT", "policy", "include", "field", "_", "rule", "regex", "value", ".*", "order", 0);

    static Stream<Arguments> comparisons() {
        return Stream.of(
                Arguments.of(true, "equals", "true", true),
                Arguments.of(true, "equals", "Yes", true),
                Arguments.of(false, "equals", "off", true),
                Arguments.of(false, "equals", "true", false),
                Arguments.of(true, "equals", "1", false),
                Arguments.of(true, ">", "false", false),
                Arguments.of(10, "equals", "10", true),
                Arguments.of(10, "equals", "10.0", true),
                Arguments.of(10, ">", "9", true),
                Arguments.of(10L, "<", "9", false),
                Arguments.of(1.5, ">", "1.49", true),
                Arguments.of(0.1f, "equals", "0.1", true),
                Arguments.of(Double.NaN, "<", "1", false),
                Arguments.of(new BigDecimal("9007199254740993.1"), ">", "9007199254740993", true),
                Arguments.of(BigInteger.TWO.pow(80), ">", "1208925819614629174706175", true),
                Arguments.of(10, "equals", "ten", false),
                Arguments.of(10, ">", "ten", false),
                Arguments.of(10, "<", "1e99999999999", false),
                Arguments.of(2024, "starts_with", "20", true),
                Arguments.of("10", ">", "9", false),
                Arguments.of("b", ">", "a", true),
                Arguments.of("\uFFFD", "<", "\uD83D\uDE00", true),
                Arguments.of("1.0", "equals", "1", false),
                Arguments.of("2026-03-01T10:00:00Z", ">", "2026-03-01", true),
                Arguments.of("2026-03-01T10:00:00+02:00", "equals", "2026-03-01 08:00", true),
                Arguments.of("2026-03-01T10:00:00.123456Z", "<", "2026-03-01T10:00:00.2Z", true),
                Arguments.of("2026/03/01", "equals", "2026-03-01", true),
                Arguments.of("2026-13-01", "equals", "2026-12-01", false),
                Arguments.of(Instant.parse("2026-03-01T10:00:00Z"), "equals", "Sun, 1 Mar 2026 10:00:00 GMT", true),
                Arguments.of(LocalDate.parse("2026-03-01"), "<", "2026-03-01T00:00:01+0000", true),
                Arguments.of(Instant.EPOCH, "equals", "yesterday", false),
                Arguments.of("report.pdf", "ends_with", ".pdf", true),
                Arguments.of("report.pdf", "contains", "port", true),
                Arguments.of("report.pdf", "regex", "r.p", true),
                Arguments.of("report.pdf", "regex", "port", false),
                Arguments.of("report.pdf", "REGEX", "(?P<name>rep)ort\\.pdf\\Z", true),
                Arguments.of(List.of("x", "y"), "equals", "y", true),
                Arguments.of(List.of(1, 2), ">", "2", false),
                Arguments.of(List.of(), "regex", "x?", false),
                Arguments.of(new String[] {"x"}, "equals", "x", true),
                Arguments.of(Map.of("a", "x"), "contains", "x", false));
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @MethodSource("comparisons")
    void comparesInTheTypeOfTheDocument(Object actual, String operator, String value, boolean matches) {
        RuleSet rules = RuleSet.parse(List.of(rule("r", "exclude", "f", operator, value, 1), DEFAULT));

        assertThat(rules.admits(Map.of("f", actual))).isEqualTo(!matches);
    }

    @Test
    void theFirstRuleByOrderDecides() {
        RuleSet rules = RuleSet.parse(List.of(
                rule("rest", "Exclude", "kind", "regex", "a.*", 3),
                DEFAULT,
                rule("keep", "INCLUDE", "kind", "equals", "ab", 2.5)));

        assertThat(rules.admits(Map.of("kind", "ab"))).isTrue();
        assertThat(rules.admits(Map.of("kind", "ac"))).isFalse();
        assertThat(rules.admits(Map.of("kind", "b"))).isTrue();
        assertThat(rules.admits(Map.of())).isTrue();
        assertThat(rules.admits(Collections.singletonMap("kind", null))).isTrue();
        assertThat(rules.admits(Map.of("outer", Map.of("kind", "ac")))).isTrue();
        assertThat(RuleSet.parse(List.of(DEFAULT)).isEmpty()).isTrue();
    }

    @Test
    void expressionsThatMakeOthersHangDoNot() {
        RuleSet rules = RuleSet.parse(List.of(rule("r", "exclude", "f", "regex", "(a+)+$", 1)));

        assertThat(rules.admits(Map.of("f", "a".repeat(100_000) + "b"))).isTrue();
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() {
        List<RuleProblem> problems = RuleSet.problems(List.of(
                DEFAULT,
                Map.of("id", "empty", "policy", "include", "field", "", "rule", "equals", "value", "x", "order", 1),
                Map.of("policy", "maybe", "field", "f", "rule", "like", "value", 7),
                rule("all", "include", "f", "regex", "(.*)", 1),
                rule("look", "include", "f", "regex", "(?=x)", 1),
                rule("big", "include", "f", "regex", "((a{200}){200}){200}", 1),
                rule("a", "include", "f", "equals", "x", 2),
                rule("b", "exclude", "f", "Equals", "x", 3)));

        assertThat(problems)
                .containsExactly(
                        new RuleProblem(List.of("empty"), "'field' is empty"),
                        new RuleProblem(List.of(), "'id' is missing"),
                        new RuleProblem(List.of(), "'value' is no text"),
                        new RuleProblem(List.of(), "'policy' is 'maybe', but must be include or exclude"),
                        new RuleProblem(
                                List.of(),
                                "'rule' is 'like', but must be one of equals, contains, starts_with, ends_with, regex,"
                                        + " >, <"),
                        new RuleProblem(List.of(), "'order' is missing"),
                        new RuleProblem(
                                List.of("all"), "matches everything; the last rule, which is always there, does that"),
                        new RuleProblem(
                                List.of("look"),
                                "'(?=x)' cannot be used as a regular expression: invalid or unsupported Perl syntax in"
                                        + " '(?=' (the syntax is that of RE2, without look-around and back"
                                        + " references)"),
                        new RuleProblem(
                                List.of("big"),
                                "the repeats of '((a{200}){200}){200}' multiply to more than 10000; make them smaller"),
                        new RuleProblem(
                                List.of("a"), "compares the same field in the same way as 'b'; keep one of them"),
                        new RuleProblem(
                                List.of("b"), "compares the same field in the same way as 'a'; keep one of them"));
        assertThat(RuleSet.problems(List.of(DEFAULT))).isEmpty();
    }

    @Test
    void refusesToDecideByRulesThatAreWrong() {
        assertThatThrownBy(() -> RuleSet.parse(List.of(rule("r", "include", "f", "regex", "a++", 1))))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rule r: 'a++' cannot be used as a regular expression");
    }

    /** The model does without types of its own: it knows how every value was made. */
    @Test
    void decidesAsAPlainModelDoes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] operators = {"equals", "contains", "starts_with", "ends_with", "<", ">"};
        for (int round = 0; round < 5_000; round++) {
            List<Map<String, Object>> rules = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                rules.add(rule(
                        "r" + i,
                        random.nextBoolean() ? "include" : "exclude",
                        random.nextBoolean() ? "f" : "g",
                        operators[random.nextInt(operators.length)],
                        String.valueOf(random.nextInt(30)),
                        random.nextInt(100)));
            }
            Map<String, Object> document = new HashMap<>();
            document.put("f", value(random));
            if (random.nextBoolean()) {
                document.put("g", List.of(value(random), value(random)));
            }
            if (!RuleSet.problems(rules).isEmpty()
                    || rules.stream().map(rule -> rule.get("order")).distinct().count() < rules.size()) {
                continue;
            }

            assertThat(RuleSet.parse(rules).admits(document))
                    .as("%s of %s (seed %d)", document, rules, seed)
                    .isEqualTo(model(rules, document));
        }
    }

    private static Object value(Random random) {
        int number = random.nextInt(30);
        return switch (random.nextInt(5)) {
            case 0 -> number;
            case 1 -> (long) number;
            case 2 -> (double) number;
            case 3 -> BigDecimal.valueOf(number);
            default -> String.valueOf(number);
        };
    }

    private static boolean model(List<Map<String, Object>> rules, Map<String, Object> document) {
        List<Map<String, Object>> sorted = new ArrayList<>(rules);
        sorted.sort((a, b) -> Integer.compare(Integer.parseInt(text(a, "order")), Integer.parseInt(text(b, "order"))));
        for (Map<String, Object> rule : sorted) {
            Object actual = document.get(rule.get("field"));
            List<?> candidates =
                    actual instanceof List<?> list ? list : actual == null ? List.of() : Arrays.asList(actual);
            for (Object candidate : candidates) {
                if (modelMatches(candidate, text(rule, "rule"), text(rule, "value"))) {
                    return text(rule, "policy").equals("include");
                }
            }
        }
        return true;
    }

    private static String text(Map<String, Object> rule, String key) {
        return String.valueOf(rule.get(key));
    }

    private static boolean modelMatches(Object actual, String operator, String value) {
        String text = String.valueOf(actual);
        int order = actual instanceof Number number
                ? Double.compare(number.doubleValue(), Integer.parseInt(value))
                : text.compareTo(value);
        return switch (operator) {
            case "equals" -> order == 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "contains" -> text.contains(value);
            case "starts_with" -> text.startsWith(value);
            default -> text.endsWith(value);
        };
    }

    private static Map<String, Object> rule(
            String id, String policy, String field, String operator, String value, Number order) {
        return Map.of("id", id, "policy", policy, "field", field, "rule", operator, "value", value, "order", order);
    }

    @Test
    void aFingerprintTellsRulesApartButNotTheirIds() {
        Map<String, Object> rule =
                Map.of("id", "1", "policy", "exclude", "field", "a", "rule", "equals", "value", "b", "order", 1);
        Map<String, Object> renamed = new HashMap<>(rule);
        renamed.putAll(Map.of("id", "2", "order", 7));
        Map<String, Object> other = new HashMap<>(rule);
        other.put("value", "c");

        String fingerprint = RuleSet.parse(List.of(rule)).fingerprint();

        assertThat(RuleSet.parse(List.of(renamed)).fingerprint()).isEqualTo(fingerprint);
        assertThat(RuleSet.parse(List.of(other)).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(RuleSet.none().fingerprint()).isEmpty();
    }
}
