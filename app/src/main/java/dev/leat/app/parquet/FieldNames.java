package dev.leat.app.parquet;

import java.util.List;
import java.util.regex.Pattern;

/** Names of fields as a user gives them: a path, which means all below it too, or a pattern with {@code *}. */
record FieldNames(List<String> names) {

    FieldNames {
        names = List.copyOf(names);
    }

    /** Whether one of them means the field of that path. */
    boolean mean(String path) {
        return names.stream().anyMatch(name -> means(name, path));
    }

    static boolean means(String name, String path) {
        return isPattern(name)
                ? Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"), Pattern.DOTALL)
                        .matcher(path)
                        .matches()
                : path.equals(name) || path.startsWith(name + ".");
    }

    static boolean isPattern(String name) {
        return name.contains("*");
    }
}
