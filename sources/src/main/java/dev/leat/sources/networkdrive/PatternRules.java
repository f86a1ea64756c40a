package dev.leat.sources.networkdrive;

import dev.leat.connect.Filter;
import dev.leat.sources.pattern.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads advanced rules, a list of patterns for paths, and collects everything that is wrong with them. */
final class PatternRules {

    private final List<String> problems = new ArrayList<>();
    private final List<Glob> patterns = new ArrayList<>();
    private final boolean everything;

    private PatternRules(boolean everything) {
        this.everything = everything;
    }

    static PatternRules parse(Filter filter) {
        PatternRules rules = new PatternRules(filter.isEmpty());
        if (!filter.isEmpty()) {
            rules.read(filter.advanced());
        }
        return rules;
    }

    /** A sentence each. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Whether something is wanted, by its path below the folder. */
    boolean want(String relative) {
        return everything || patterns.stream().anyMatch(pattern -> pattern.matches(relative));
    }

    private void read(@Nullable Object advanced) {
        if (!(advanced instanceof Collection<?> rules)) {
            problems.add("The rules are a list of objects with the key pattern");
            return;
        }
        int number = 0;
        for (Object rule : rules) {
            number++;
            if (!(rule instanceof Map<?, ?> map) || !(map.get("pattern") instanceof String text) || text.isBlank()) {
                problems.add(
                        "Rule " + number + " is no object with a text pattern, such as {\"pattern\": \"reports/**\"}");
                continue;
            }
            if (map.size() > 1) {
                problems.add("Rule " + number + " has other keys than pattern");
            }
            try {
                patterns.add(Glob.of(text.replaceFirst("^/+", "")));
            } catch (IllegalArgumentException e) {
                problems.add("Rule " + number + ": " + Objects.requireNonNull(e.getMessage()));
            }
        }
    }
}
