package dev.leat.spark.option;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which fields a read is about, by paths such as {@code user.name} and patterns such as {@code user.*}.
 *
 * @param included all when there are none
 * @param excluded wins over what is included
 */
public record FieldNames(List<String> included, List<String> excluded) implements Serializable {

    public FieldNames {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** Whether the field at that path is wanted. */
    public boolean accepts(String path) {
        return (included.isEmpty() || matches(included, path)) && !matches(excluded, path);
    }

    /** Whether the path, or an object that it lies in, is named. */
    private static boolean matches(List<String> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> path.matches(regex(pattern) + "(\\..*)?"));
    }

    /** Whether the path itself is named. */
    static boolean names(List<String> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> path.matches(regex(pattern)));
    }

    private static String regex(String pattern) {
        return "(?s)" + Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    }
}
