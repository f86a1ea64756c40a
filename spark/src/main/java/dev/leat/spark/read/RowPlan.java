package dev.leat.spark.read;

import dev.leat.elastic.scan.Projection;
import dev.leat.spark.schema.Column;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Column.Struct;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What goes where in a row.
 *
 * @param places of the row, in order
 */
record RowPlan(List<Place> places) implements Serializable {

    /** A place in a row. */
    sealed interface Place extends Serializable {}

    record OfColumn(Column column) implements Place {}

    record OfMetadata(Metadata metadata) implements Place {}

    RowPlan {
        places = List.copyOf(places);
    }

    /** The columns that a query asks for, of those that there are. */
    static RowPlan of(List<Column> columns, StructType wanted) {
        List<Place> places = new ArrayList<>();
        for (StructField field : wanted.fields()) {
            // No field of a document can have such a name.
            Optional<Metadata> metadata = Metadata.named(field.name());
            places.add(
                    metadata.isPresent()
                            ? new OfMetadata(metadata.get())
                            : new OfColumn(Column.prune(columns, new StructType(new StructField[] {field}))
                                    .getFirst()));
        }
        return new RowPlan(places);
    }

    boolean has(Metadata metadata) {
        return places.contains(new OfMetadata(metadata));
    }

    /**
     * What Elasticsearch must send. Objects come whole: it leaves out objects of which nothing is wanted, so that one
     * without the wanted fields could not be told from none, and arrays of objects would be shorter. Where every digit
     * counts, all of the document comes.
     *
     * @param all columns that there are
     */
    Projection projection(List<Column> all) {
        Set<String> paths = new LinkedHashSet<>();
        int columns = 0;
        boolean digits = false;
        for (Place place : places) {
            if (place instanceof OfColumn(Column column)) {
                addPaths(column, paths);
                digits = digits || keepsDigits(column);
                columns++;
            }
        }
        if (digits || has(Metadata.SOURCE) || (columns == all.size() && columns > 0)) {
            return new Projection.Whole();
        }
        return paths.isEmpty() ? new Projection.NoSource() : new Projection.Fields(List.copyOf(paths));
    }

    private static boolean keepsDigits(Column column) {
        return switch (column) {
            case Leaf leaf -> leaf.kind().keepsDigits();
            case Struct struct -> struct.fields().stream().anyMatch(RowPlan::keepsDigits);
        };
    }

    private static void addPaths(Column column, Set<String> paths) {
        switch (column) {
            case Leaf leaf -> paths.add(leaf.path());
            case Struct struct -> {
                paths.add(struct.path());
                struct.fields().forEach(field -> addPaths(field, paths));
            }
        }
    }
}
