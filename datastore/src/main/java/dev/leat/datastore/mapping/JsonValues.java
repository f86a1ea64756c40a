package dev.leat.datastore.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Values of any type that JSON has: text, numbers, truth, lists and maps of such values, JSON trees. */
final class JsonValues implements Codec {
    static final JsonValues ANY = new JsonValues();

    private JsonValues() {}

    @Override
    public void write(Object value, Writing writing) {
        switch (value) {
            case JsonNode node -> Trees.write(node, writing);
            case Map<?, ?> map -> writeMap(map, writing);
            case Iterable<?> elements -> writeList(elements, writing);
            case Enum<?> constant -> writing.out().writeString(Scalars.storedName(constant));
            case BigInteger number -> writing.out().writeNumber(number);
            case BigDecimal number -> writing.out().writeNumber(number);
            case Object array when array.getClass().isArray() -> writeList(ListCodec.elements(array), writing);
            default -> {
                Scalar<?> scalar = Scalars.find(value.getClass());
                if (scalar == null) {
                    writing.refuse("is a " + value.getClass().getName() + ", which has no form in JSON");
                } else {
                    scalar.write(value, writing);
                }
            }
        }
    }

    private void writeMap(Map<?, ?> map, Writing writing) {
        if (writing.findings().trail().isTooDeep()) {
            writing.refuse("is nested deeper than " + Trail.DEEPEST + " levels");
            return;
        }
        writing.out().writeStartObject();
        map.forEach((key, value) -> {
            writing.findings().trail().enter(String.valueOf(key));
            String problem = KeyRule.DATA.problemOf(key);
            if (problem == null) {
                writing.out().writeName((String) key);
                writeAny(value, writing);
            } else {
                writing.findings().add(problem);
            }
            writing.findings().trail().leave();
        });
        writing.out().writeEndObject();
    }

    private void writeList(Iterable<?> elements, Writing writing) {
        if (writing.findings().trail().isTooDeep()) {
            writing.refuse("is nested deeper than " + Trail.DEEPEST + " levels");
            return;
        }
        writing.out().writeStartArray();
        int index = 0;
        for (Object element : elements) {
            writing.findings().trail().enter(index++);
            writeAny(element, writing);
            writing.findings().trail().leave();
        }
        writing.out().writeEndArray();
    }

    private void writeAny(@Nullable Object value, Writing writing) {
        if (value == null) {
            writing.out().writeNull();
        } else {
            write(value, writing);
        }
    }

    @Override
    public @Nullable Object read(Reading reading) {
        JsonToken token = reading.in().currentToken();
        return switch (token) {
            case START_OBJECT -> readMap(reading);
            case START_ARRAY -> readList(reading);
            case VALUE_STRING -> reading.in().getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> whole(reading);
            case VALUE_NUMBER_FLOAT ->
                decimal(reading.in().getDecimalValue(), reading.in().getString());
            default -> null;
        };
    }

    private static Object whole(Reading reading) {
        if (reading.in().getNumberType() == NumberType.BIG_INTEGER) {
            return reading.in().getBigIntegerValue();
        }
        return reading.in().getLongValue();
    }

    /** A double where it would be written with the same digits. */
    private static Object decimal(BigDecimal exact, String text) {
        // A zero below zero is one for doubles only.
        double value = exact.signum() == 0 && text.startsWith("-") ? -0.0 : exact.doubleValue();
        if (!Double.isFinite(value)) {
            return exact;
        }
        BigDecimal written = new BigDecimal(Double.toString(value));
        return written.scale() == exact.scale() && written.compareTo(exact) == 0 ? value : exact;
    }

    private Map<String, @Nullable Object> readMap(Reading reading) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = reading.in().nextName();
                name != null;
                name = reading.in().nextName()) {
            reading.in().nextToken();
            map.put(name, read(reading));
        }
        return Collections.unmodifiableMap(map);
    }

    private List<@Nullable Object> readList(Reading reading) {
        List<@Nullable Object> list = new ArrayList<>();
        while (reading.in().nextToken() != JsonToken.END_ARRAY) {
            list.add(read(reading));
        }
        return Collections.unmodifiableList(list);
    }
}
