package dev.leat.spark.schema;

import dev.leat.spark.option.ArrayMode;
import dev.leat.spark.option.Mismatch;
import dev.leat.spark.option.ReadOptions;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Column.Shape;
import dev.leat.spark.schema.Column.Struct;
import dev.leat.spark.schema.Search.Doubt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes columns of the fields of all indices. Used once. */
final class ColumnBuilder {

    private static final Logger LOGGER = LoggerFactory.getLogger(ColumnBuilder.class);

    private final ReadOptions options;
    private final List<IndexMapping> mappings;
    private final ArraySample sample;
    private final Map<String, MergedField> fields = new LinkedHashMap<>();

    private ColumnBuilder(ReadOptions options, List<IndexMapping> mappings, ArraySample sample) {
        this.options = options;
        this.mappings = mappings;
        this.sample = sample;
    }

    static List<Column> build(ReadOptions options, List<IndexMapping> mappings, ArraySample sample) {
        ColumnBuilder builder = new ColumnBuilder(options, mappings, sample);
        Map<String, List<Declaration>> declarations = new LinkedHashMap<>();
        for (IndexMapping mapping : mappings) {
            mapping.fields()
                    .forEach((path, field) -> declarations
                            .computeIfAbsent(path, key -> new ArrayList<>())
                            .add(field));
        }
        declarations.forEach((path, all) -> builder.fields.put(path, new MergedField(all)));
        List<Column> columns = new ArrayList<>(builder.columns("", Shape.ONE));
        for (MergedField field : builder.fields.values()) {
            if (builder.leavesItsObject(field) && options.fields().accepts(field.path())) {
                builder.alias(field, field.path(), Shape.ONE).ifPresent(columns::add);
            }
        }
        return columns;
    }

    /**
     * Whether a field is an alias in an object, for something outside. It is a column at the top: in its object it would
     * make one of none.
     */
    private boolean leavesItsObject(MergedField field) {
        return field.isAlias()
                && !field.parent().isEmpty()
                && !field.aliasTarget().startsWith(field.parent() + ".");
    }

    /** @param around {@link Shape#MANY} inside an array */
    private List<Column> columns(String parent, Shape around) {
        List<Column> columns = new ArrayList<>();
        for (MergedField field : fields.values()) {
            if (field.parent().equals(parent)) {
                column(field, around).ifPresent(columns::add);
            }
        }
        return columns;
    }

    private Optional<Column> column(MergedField field, Shape around) {
        if (!field.isObject()) {
            if (!options.fields().accepts(field.path()) || leavesItsObject(field)) {
                return Optional.empty();
            }
            field.requireAgreement();
            return field.isAlias()
                    ? alias(field, field.name(), around)
                    : Optional.of(leaf(field.name(), field, around));
        }
        boolean json = options.arrays() == ArrayMode.JSON && !field.isNested() && sample.hasArray(field.path());
        Shape shape = isMany(field) ? Shape.MANY : Shape.ONE;
        List<Column> inner = columns(field.path(), around == Shape.MANY ? around : shape);
        if (inner.isEmpty()) {
            return Optional.empty();
        }
        field.requireAgreement();
        return Optional.of(
                json
                        ? new Leaf(field.name(), field.path(), Kind.JSON, Kind.JSON.type(), Map.of(), Search.none())
                        : new Struct(field.name(), field.path(), inner, shape));
    }

    private boolean isMany(MergedField object) {
        if (object.isNested() || options.isNamedArray(object.path())) {
            return true;
        }
        return !options.isNamedScalar(object.path())
                && switch (options.arrays()) {
                    case ALWAYS -> true;
                    case NEVER, JSON -> false;
                    case AUTO -> sample.hasArray(object.path());
                };
    }

    private Leaf leaf(String name, MergedField field, Shape around) {
        Kind kind = field.kind();
        boolean array = isArray(field, kind);
        if (array && options.arrays() == ArrayMode.JSON && !options.isNamedArray(field.path())) {
            return new Leaf(name, field.path(), Kind.JSON, Kind.JSON.type(), Map.of(), Search.none());
        }
        DataType type = array ? DataTypes.createArrayType(kind.type()) : kind.type();
        Search search = array || around == Shape.MANY ? Search.none() : search(field, kind);
        return new Leaf(name, field.path(), kind, type, field.formats(), search);
    }

    private boolean isArray(MergedField field, Kind kind) {
        if (kind.isWrittenAsArray() || options.isNamedScalar(field.path())) {
            return false;
        }
        return options.isNamedArray(field.path())
                || switch (options.arrays()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO, JSON -> sample.hasArray(field.path(), kind);
                };
    }

    private Search search(MergedField field, Kind kind) {
        Search search = field.search(mappings);
        if (options.onMismatch() == Mismatch.FAIL) {
            return search;
        }
        // The text of an array is found under no term of the index.
        return options.onMismatch() == Mismatch.JSON && kind == Kind.TEXT
                ? Search.none()
                : search.withDoubt(Doubt.MISMATCHES);
    }

    /** A column with the values of another field, which must lie in the same array, or as this in none. */
    private Optional<Column> alias(MergedField alias, String name, Shape around) {
        @Nullable MergedField target = fields.get(alias.aliasTarget());
        if (target == null || target.isObject() || target.isAlias()) {
            return Optional.empty();
        }
        String aroundAlias = leavesItsObject(alias) ? "" : arrayAround(alias);
        if (!aroundAlias.equals(arrayAround(target))) {
            LOGGER.atWarn()
                    .addKeyValue("field", alias.path())
                    .addKeyValue("target", target.path())
                    .log("An alias from outside into an array makes no column");
            return Optional.empty();
        }
        return Optional.of(leaf(name, target, around));
    }

    /** The path of the innermost array of objects that a field lies in; empty when there is none. */
    private String arrayAround(MergedField field) {
        @Nullable MergedField object = fields.get(field.parent());
        while (object != null && !isMany(object)) {
            object = fields.get(object.parent());
        }
        return object == null ? "" : object.path();
    }
}
