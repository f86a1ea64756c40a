package dev.leat.sources.sql;

import dev.leat.connect.Filter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One advanced rule: a query, the tables that it reads, and the columns of its result that make ids.
 *
 * @param tables sorted, for they are part of the ids
 * @param idColumns none when the keys of the tables make the ids
 */
record QueryRule(List<String> tables, String query, List<String> idColumns) {
    private static final Set<String> KEYS = Set.of("tables", "query", "id_columns");
    private static final int TABLES_IN_NAME = 400;

    QueryRule {
        tables = tables.stream().sorted().toList();
        idColumns = List.copyOf(idColumns);
    }

    /** Rules, and what is wrong with those that are none. */
    record Parsed(List<QueryRule> rules, List<String> problems) {}

    static Parsed parse(Filter filter) {
        List<QueryRule> rules = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        if (!(filter.advanced() instanceof List<?> entries)) {
            problems.add("The rules must be a list of objects with tables, query and id_columns");
            return new Parsed(rules, problems);
        }
        for (int i = 0; i < entries.size(); i++) {
            String where = "Rule " + (i + 1);
            if (!(entries.get(i) instanceof Map<?, ?> entry)) {
                problems.add(where + " must be an object with tables, query and id_columns");
                continue;
            }
            int before = problems.size();
            entry.keySet().stream()
                    .filter(key -> !KEYS.contains(String.valueOf(key)))
                    .forEach(key -> problems.add(where + " has an unknown key '" + key + "'; known are " + names()));
            List<String> tables = texts(entry.get("tables"), where + ": tables", problems);
            List<String> ids = entry.get("id_columns") == null
                    ? List.of()
                    : texts(entry.get("id_columns"), where + ": id_columns", problems);
            String query = query(entry.get("query"), where, problems);
            if (problems.size() == before) {
                QueryRule rule = new QueryRule(tables, query, ids);
                if (rules.contains(rule)) {
                    problems.add(where + " is there twice");
                }
                rules.add(rule);
            }
        }
        return new Parsed(rules, problems);
    }

    private static String names() {
        return String.join(", ", KEYS.stream().sorted().toList());
    }

    /** Tables, and a fingerprint of the rest: a rule that is changed is another scope. */
    String scope() {
        String all = String.join(",", tables);
        String shown = all.length() > TABLES_IN_NAME / 3 ? all.substring(0, TABLES_IN_NAME / 3) : all;
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((all + '\n' + query + '\n' + String.join(",", idColumns)).getBytes(StandardCharsets.UTF_8));
            return shown + " by rule " + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static List<String> texts(@Nullable Object value, String where, List<String> problems) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list && !list.isEmpty()) {
            for (Object element : list) {
                if (element instanceof String text && !text.isBlank()) {
                    texts.add(text.strip());
                } else {
                    problems.add(where + " must have texts only, but has " + element);
                }
            }
        } else {
            problems.add(where + " must be a list with at least one text");
        }
        return texts;
    }

    /**
     * One statement that reads. A semicolon is refused wherever it stands, for what is a text and what is not differs
     * from server to server, and a second statement could leave the read-only transaction.
     */
    private static String query(@Nullable Object value, String where, List<String> problems) {
        if (!(value instanceof String text) || text.isBlank()) {
            problems.add(where + ": query must be a text");
            return "";
        }
        String query = text.strip();
        while (query.endsWith(";")) {
            query = query.substring(0, query.length() - 1).strip();
        }
        if (query.indexOf(';') >= 0) {
            problems.add(where + ": query must be one statement without a semicolon, also in texts; write chr(59) or"
                    + " char(59) for one");
        }
        String start = query.toLowerCase(Locale.ROOT);
        if (!start.matches("(?s)\\(*\\s*(select|with|values|table)\\b.*")) {
            problems.add(where + ": query must begin with SELECT or WITH");
        }
        return query;
    }
}
