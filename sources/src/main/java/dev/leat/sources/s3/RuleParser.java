package dev.leat.sources.s3;

import dev.leat.connect.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads advanced rules, a list of buckets and parts of them, and collects everything that is wrong with them. */
final class RuleParser {

    private static final String BUCKET = "bucket";
    private static final String PREFIX = "prefix";
    private static final String EXTENSION = "extension";

    private final List<String> problems = new ArrayList<>();
    private final Map<String, List<Selection.Part>> parts = new LinkedHashMap<>();

    private RuleParser() {}

    static RuleParser parse(Filter filter) {
        RuleParser parser = new RuleParser();
        if (!filter.isEmpty()) {
            parser.read(filter.advanced());
        }
        return parser;
    }

    /** A sentence each. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** What is wanted, by bucket; meaningful when there are no problems. */
    Map<String, Selection> selections() {
        Map<String, Selection> selections = new LinkedHashMap<>();
        parts.forEach((bucket, some) -> selections.put(bucket, new Selection(some)));
        return selections;
    }

    private void read(@Nullable Object advanced) {
        if (!(advanced instanceof Collection<?> rules)) {
            problems.add("The rules are a list of objects with the keys bucket, prefix and extension");
            return;
        }
        int number = 0;
        for (Object rule : rules) {
            readRule("Rule " + ++number, rule);
        }
    }

    private void readRule(String place, @Nullable Object rule) {
        if (!(rule instanceof Map<?, ?> map)) {
            problems.add(place + " is no object with the keys bucket, prefix and extension");
            return;
        }
        for (Object key : map.keySet()) {
            if (!Set.of(BUCKET, PREFIX, EXTENSION).contains(key.toString())) {
                problems.add(
                        "%s has a key '%s', but only bucket, prefix and extension are known".formatted(place, key));
            }
        }
        if (!(map.get(BUCKET) instanceof String bucket) || bucket.isBlank()) {
            problems.add(place + " names no bucket");
            return;
        }
        String prefix = "";
        if (map.get(PREFIX) instanceof String text) {
            prefix = text;
        } else if (map.get(PREFIX) != null) {
            problems.add(place + " has a prefix that is no text");
        }
        parts.computeIfAbsent(bucket, name -> new ArrayList<>())
                .add(new Selection.Part(prefix, extensions(place, map.get(EXTENSION))));
    }

    private Set<String> extensions(String place, @Nullable Object value) {
        Set<String> extensions = new HashSet<>();
        if (value instanceof Collection<?> list) {
            for (Object element : list) {
                if (element instanceof String text && text.matches("\\.?[^./]+")) {
                    extensions.add(text.replaceFirst("^\\.", "").toLowerCase(Locale.ROOT));
                } else {
                    problems.add(place + " has an extension that is no text such as .pdf");
                }
            }
        } else if (value != null) {
            problems.add(place + " has an extension that is no list of texts such as .pdf");
        }
        return extensions;
    }
}
