package dev.leat.sources.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names of fields for the columns of a table. A column keeps its name, unless Elasticsearch would misunderstand it:
 *
 * <ul>
 *   <li>dots, which would make objects of it, become {@code _};
 *   <li>a name that starts with {@code _}, which is how metadata is named, the names of our own fields, and {@code id},
 *       over which connectors write the id of the document, get {@code column} or {@code column_} in front;
 *   <li>a blank name becomes {@code column_} and its position;
 *   <li>a name that is taken by then gets {@code _2}, {@code _3}… behind it.
 * </ul>
 */
public final class FieldNames {
    private static final String ID = "id";

    /** The field that tells which values were left out, and why. */
    public static final String LEFT_OUT = "left_out";

    private FieldNames() {}

    /**
     * Names as the class says.
     *
     * @param table the field with the name of the table
     */
    public static List<String> of(List<Table.Column> columns, String table) {
        Set<String> reserved = Set.of(table, ID, LEFT_OUT);
        Set<String> taken = new HashSet<>(reserved);
        // Columns that may keep their names come first, so that no renamed one takes them away.
        for (Table.Column column : columns) {
            if (safe(column.name(), 0, reserved).equals(column.name())) {
                taken.add(column.name());
            }
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String original = columns.get(i).name();
            String name = safe(original, i + 1, reserved);
            if (!name.equals(original) || names.contains(name)) {
                name = free(name, taken);
                taken.add(name);
            }
            names.add(name);
        }
        return names;
    }

    /** Names in lower case behind a prefix, which keeps them apart from names of ours. */
    public static List<String> prefixed(String prefix, List<Table.Column> columns) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (Table.Column column : columns) {
            String name = (prefix + column.name()).toLowerCase(Locale.ROOT).replace('.', '_');
            // Names that differ in case only, and schemas that begin like metadata.
            String free = free(name.startsWith("_") ? "column" + name : name, taken);
            taken.add(free);
            names.add(free);
        }
        return names;
    }

    private static String safe(String name, int position, Set<String> reserved) {
        if (name.isBlank()) {
            return "column_" + position;
        }
        String safe = name.replace('.', '_');
        if (safe.startsWith("_")) {
            return "column" + safe;
        }
        return reserved.contains(safe) ? "column_" + safe : safe;
    }

    private static String free(String name, Set<String> taken) {
        String candidate = name;
        for (int i = 2; taken.contains(candidate); i++) {
            candidate = name + "_" + i;
        }
        return candidate;
    }
}
