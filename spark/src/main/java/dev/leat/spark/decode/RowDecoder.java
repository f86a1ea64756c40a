package dev.leat.spark.decode;

import dev.leat.elastic.scan.Hit;
import dev.leat.spark.option.Mismatch;
import dev.leat.spark.schema.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Makes rows of documents in one pass over their bytes; what no column asks for is skipped. Keys with dots and objects in
 * objects are the same, as in Elasticsearch. Not thread-safe.
 */
public final class RowDecoder {

    private final JsonFactory factory = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private final Node top = new Node();
    private final Mismatch onMismatch;
    private final List<Filled> filled = new ArrayList<>();

    /** An array that is being gathered in a row. */
    private record Filled(GenericInternalRow row, int ordinal, List<@Nullable Object> values) {}

    public RowDecoder(Mismatch onMismatch) {
        this.onMismatch = onMismatch;
    }

    /** Adds a column whose values go to that place of each row. */
    public RowDecoder with(Column column, int ordinal) {
        top.add(column, ordinal, Steps.none(), "");
        return this;
    }

    /**
     * Puts what a document says into a row, in which all columns must be null.
     *
     * @throws RewrittenNumberException when the form of the source is not enough to know a value
     */
    public void decode(Hit hit, SourceForm form, GenericInternalRow row) {
        if (top.isEmpty()) {
            return;
        }
        filled.clear();
        try (JsonParser parser = factory.createParser(
                ObjectReadContext.empty(), hit.sourceBuffer(), hit.sourceOffset(), hit.sourceLength())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                object(top, row, new Reading(hit, parser, onMismatch, form));
            }
        }
        for (Filled array : filled) {
            array.row.update(array.ordinal, new GenericArrayData(array.values.toArray()));
        }
    }

    private void object(Node node, GenericInternalRow row, Reading reading) {
        JsonParser parser = reading.parser();
        String name;
        while ((name = parser.nextName()) != null) {
            parser.nextToken();
            @Nullable Node child = node.child(name);
            if (child != null) {
                value(child, row, reading);
            } else if (name.indexOf('.') >= 0) {
                dotted(node, name, row, reading);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Goes down by the parts of a name. */
    private void dotted(Node node, String name, GenericInternalRow row, Reading reading) {
        @Nullable Node at = node;
        int start = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
            at = at.child(name.substring(start, dot));
            start = dot + 1;
            if (at == null) {
                reading.parser().skipChildren();
                return;
            }
            if (at.struct() != null) {
                // The object is there, whether or not a column asks for what is in it.
                at.struct().rowIn(row);
            }
            if (at.elements() != null) {
                GenericInternalRow element = at.elements().newRow();
                dotted(at.elements().node(), name.substring(start), element, reading);
                gather(row, at.elements().steps()).add(element);
                return;
            }
        }
        at = at.child(name.substring(start));
        if (at == null) {
            reading.parser().skipChildren();
        } else {
            value(at, row, reading);
        }
    }

    private void value(Node node, GenericInternalRow row, Reading reading) {
        if (reading.token() == JsonToken.VALUE_NULL) {
            return;
        }
        if (node.elements() != null) {
            elements(node.elements(), row, reading);
        } else if (!node.slots().isEmpty() && !(node.hasChildren() && reading.token() == JsonToken.START_OBJECT)) {
            leaf(node.slots(), row, reading);
        } else if (reading.token() == JsonToken.START_OBJECT) {
            if (node.struct() != null) {
                node.struct().rowIn(row);
            }
            object(node, row, reading);
        } else if (reading.token() == JsonToken.START_ARRAY) {
            objects(node, row, reading);
        } else if (node.struct() != null) {
            reading.unfit(node.path(), "is no object");
        }
    }

    /** An array where the column has one object. */
    private void objects(Node node, GenericInternalRow row, Reading reading) {
        boolean taken = false;
        while (reading.parser().nextToken() != JsonToken.END_ARRAY) {
            if (reading.token() == JsonToken.VALUE_NULL) {
                continue;
            }
            if (node.struct() == null) {
                value(node, row, reading);
            } else if (onMismatch == Mismatch.FIRST && !taken) {
                value(node, row, reading);
                taken = true;
            } else if (onMismatch == Mismatch.FAIL) {
                reading.unfit(node.path(), "is an array of objects and the column one object");
            } else {
                reading.parser().skipChildren();
            }
        }
    }

    private void elements(Node.Elements elements, GenericInternalRow row, Reading reading) {
        if (reading.token() == JsonToken.START_ARRAY) {
            gather(row, elements.steps());
            while (reading.parser().nextToken() != JsonToken.END_ARRAY) {
                if (reading.token() == JsonToken.VALUE_NULL) {
                    gather(row, elements.steps()).add(null);
                } else {
                    elements(elements, row, reading);
                }
            }
        } else if (reading.token() == JsonToken.START_OBJECT) {
            GenericInternalRow element = elements.newRow();
            object(elements.node(), element, reading);
            gather(row, elements.steps()).add(element);
        } else {
            reading.unfit(elements.node().path(), "is no object");
        }
    }

    private void leaf(List<Slot> slots, GenericInternalRow row, Reading reading) {
        Slot slot = slots.getFirst();
        if (slot.isArray()) {
            List<@Nullable Object> values = new ArrayList<>();
            boolean many = reading.token() == JsonToken.START_ARRAY;
            slot.readMany(reading, values);
            if (many || !values.isEmpty()) {
                slots.forEach(each -> gather(row, each.steps()).addAll(values));
            }
            return;
        }
        @Nullable Object value = slot.readOne(reading);
        if (value == null) {
            return;
        }
        for (Slot each : slots) {
            GenericInternalRow target = each.steps().rowIn(row);
            if (target.isNullAt(each.steps().ordinal())) {
                target.update(each.steps().ordinal(), value);
            } else if (onMismatch != Mismatch.FIRST) {
                reading.unfit(slot.path(), "stands there twice and the column has one value");
                target.update(each.steps().ordinal(), null);
            }
        }
    }

    /** The array at a place, which is made where there is none yet. */
    @SuppressWarnings("unchecked")
    private List<@Nullable Object> gather(GenericInternalRow row, Steps steps) {
        GenericInternalRow target = steps.rowIn(row);
        if (target.genericGet(steps.ordinal()) instanceof List<?> begun) {
            return (List<@Nullable Object>) begun;
        }
        Filled array = new Filled(target, steps.ordinal(), new ArrayList<>());
        filled.add(array);
        target.update(steps.ordinal(), array.values);
        return array.values;
    }
}
