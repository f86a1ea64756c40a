package dev.leat.sources.sql;

import dev.leat.connect.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the tables that somebody named. */
final class TableChoice {
    private static final Logger LOGGER = LoggerFactory.getLogger(TableChoice.class);

    private TableChoice() {}

    /**
     * The tables with these names, without repetition.
     *
     * @param wanted {@code *} stands for every ordinary table
     * @throws SourceException when there are names without a table: all of them
     */
    static List<Table> of(List<String> wanted, List<Table> tables) {
        Map<String, Table> chosen = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : wanted) {
            if (name.equals("*")) {
                tables.stream()
                        .filter(table -> table.kind() == Table.Kind.TABLE)
                        .forEach(table -> chosen.put(table.scope(), table));
                logLeftOut(tables);
            } else {
                List<Table> found = named(name, tables);
                found.forEach(table -> chosen.put(table.scope(), table));
                if (found.isEmpty()) {
                    missing.add(name);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new SourceException(missing(missing, tables));
        }
        return List.copyOf(chosen.values());
    }

    /** The tables of this name, one in each schema: as it is written, with or without schema, or else in any case. */
    static List<Table> named(String name, List<Table> tables) {
        List<Predicate<Table>> meanings = List.of(
                table -> table.scope().equals(name),
                table -> table.name().equals(name),
                table -> table.name().equalsIgnoreCase(name) || table.scope().equalsIgnoreCase(name));
        return meanings.stream()
                .map(meaning -> tables.stream().filter(meaning).toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** That tables are missing, and which ones may have been meant. */
    static String missing(List<String> names, List<Table> tables) {
        List<String> known = tables.stream()
                .filter(table -> table.kind() != Table.Kind.INTERNAL)
                .map(Table::name)
                .distinct()
                .toList();
        String subject = names.size() == 1
                ? "There is no table '" + names.getFirst() + "'"
                : "There are no tables '" + String.join("', '", names) + "'";
        return known.isEmpty()
                ? subject + "; there are none at all that this user can see"
                : subject + "; there are " + Nearest.of(names.getFirst(), known);
    }

    private static void logLeftOut(List<Table> tables) {
        for (Table table : tables) {
            switch (table.kind()) {
                case TABLE -> {}
                case KEYLESS ->
                    LOGGER.atWarn()
                            .addKeyValue("table", table.scope())
                            .log("left out, because it has no primary key; see without_primary_key");
                case DERIVED ->
                    LOGGER.atDebug()
                            .addKeyValue("table", table.scope())
                            .log("left out, because it is a view or computed; name it in tables to mirror it");
                case INTERNAL ->
                    LOGGER.atDebug()
                            .addKeyValue("table", table.scope())
                            .log("left out, because it is the database's own");
            }
        }
    }
}
