package dev.leat.app.parquet;

import dev.leat.app.parquet.Column.Shape;
import dev.leat.elastic.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns the columns of a mapping into those of an export: the fields that were asked for, and lists where arrays are. */
final class ColumnChoice {

    private ColumnChoice() {}

    /**
     * The columns of those fields; what is not mapped becomes a column of JSON.
     *
     * @param wanted names and patterns; null for all fields
     */
    static List<Column> choose(List<Column> columns, @Nullable List<String> wanted) {
        if (wanted == null) {
            return columns;
        }
        FieldNames names = new FieldNames(wanted);
        List<Column> chosen = keep(
                columns,
                "",
                path -> names.mean(path)
                        || wanted.stream()
                                // What is below a leaf, as of a flattened field, comes in its column.
                                .anyMatch(name -> name.startsWith(path + ".")));
        for (String name : wanted) {
            if (!FieldNames.isPattern(name)
                    && !anyLeaf(chosen, "", path -> FieldNames.means(name, path) || name.startsWith(path + "."))) {
                chosen = with(chosen, name);
            }
        }
        return chosen;
    }

    private static List<Column> keep(List<Column> columns, String parent, Predicate<String> wanted) {
        List<Column> kept = new ArrayList<>();
        for (Column column : columns) {
            String path = parent + column.name();
            if (column.isGroup()) {
                List<Column> fields = keep(column.fields(), path + ".", wanted);
                if (!fields.isEmpty()) {
                    kept.add(column.withFields(fields));
                }
            } else if (wanted.test(path)) {
                kept.add(column);
            }
        }
        return kept;
    }

    private static boolean anyLeaf(List<Column> columns, String parent, Predicate<String> wanted) {
        return !keep(columns, parent, wanted).isEmpty();
    }

    private static List<Column> with(List<Column> columns, String path) {
        int dot = path.indexOf('.');
        if (dot <= 0 || dot == path.length() - 1) {
            List<Column> more = new ArrayList<>(columns);
            more.add(Column.leaf(path, ColumnType.JSON));
            return more;
        }
        String first = path.substring(0, dot);
        String rest = path.substring(dot + 1);
        List<Column> more = new ArrayList<>(columns);
        Optional<Column> group = columns.stream()
                .filter(column -> column.name().equals(first) && column.isGroup())
                .findFirst();
        if (group.isPresent()) {
            more.set(
                    columns.indexOf(group.get()),
                    group.get().withFields(with(group.get().fields(), rest)));
        } else {
            more.add(Column.group(first, with(List.of(), rest)));
        }
        return more;
    }

    /** The same with lists where a sample has arrays, and where somebody says that there are some. */
    static List<Column> withArrays(List<Column> columns, ArraySample sample, List<String> declared) {
        for (String name : declared) {
            if (!anyPath(columns, "", path -> FieldNames.means(name, path))) {
                throw new ConfigException("--array-fields", "'" + name + "' is no field of the export");
            }
        }
        // A name means the array of that name, not all that is in it.
        List<String> exact =
                declared.stream().filter(name -> !FieldNames.isPattern(name)).toList();
        FieldNames patterns =
                new FieldNames(declared.stream().filter(FieldNames::isPattern).toList());
        return shaped(columns, "", path -> sample.hasArray(path) || exact.contains(path) || patterns.mean(path));
    }

    private static boolean anyPath(List<Column> columns, String parent, Predicate<String> wanted) {
        return columns.stream()
                .anyMatch(column -> wanted.test(parent + column.name())
                        || anyPath(column.fields(), parent + column.name() + ".", wanted));
    }

    private static List<Column> shaped(List<Column> columns, String parent, Predicate<String> isArray) {
        List<Column> shaped = new ArrayList<>();
        for (Column column : columns) {
            String path = parent + column.name();
            Column inner = column.isGroup() ? column.withFields(shaped(column.fields(), path + ".", isArray)) : column;
            boolean single = column.type() == ColumnType.JSON || !isArray.test(path);
            shaped.add(single ? inner : inner.withShape(Shape.MANY));
        }
        return shaped;
    }
}
