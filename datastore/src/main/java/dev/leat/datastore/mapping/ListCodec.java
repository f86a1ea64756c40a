package dev.leat.datastore.mapping;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A list of values of one type, as {@code List}, {@code Set} or array.
 *
 * @param elementType the type of an array's elements, perhaps primitive
 * @param presence what a missing list is: nothing, or an empty one where the class promises that there is one
 */
record ListCodec(Container container, Codec element, Class<?> elementType, Presence presence) implements Codec {

    @Override
    public void write(Object value, Writing writing) {
        Findings findings = writing.findings();
        writing.out().writeStartArray();
        int index = 0;
        for (Object each : container == Container.ARRAY ? elements(value) : (Collection<?>) value) {
            findings.trail().enter(index++);
            if (each == null) {
                findings.add("is null; a list holds values only");
            } else {
                element.write(each, writing);
            }
            findings.trail().leave();
        }
        writing.out().writeEndArray();
    }

    static List<@Nullable Object> elements(Object array) {
        int length = Array.getLength(array);
        List<@Nullable Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    @Override
    public @Nullable Object read(Reading reading) {
        List<Object> elements = new ArrayList<>();
        if (reading.in().currentToken() == JsonToken.START_ARRAY) {
            int index = 0;
            while (reading.in().nextToken() != JsonToken.END_ARRAY) {
                reading.findings().trail().enter(index++);
                add(reading, elements);
                reading.findings().trail().leave();
            }
        } else if (reading.isLenient()) {
            add(reading, elements);
        } else {
            return reading.refuse("is not a list");
        }
        return collect(elements);
    }

    private void add(Reading reading, List<Object> elements) {
        Object value = reading.in().currentToken() == JsonToken.VALUE_NULL ? null : element.read(reading);
        if (value != null) {
            elements.add(value);
        }
    }

    private Object collect(List<Object> elements) {
        return switch (container) {
            case LIST -> Collections.unmodifiableList(elements);
            case SET -> set(elements);
            case ARRAY -> {
                Object array = Array.newInstance(elementType, elements.size());
                for (int i = 0; i < elements.size(); i++) {
                    Array.set(array, i, elements.get(i));
                }
                yield array;
            }
            case NONE -> throw new IllegalStateException("A list codec stands for no single value");
        };
    }

    private static Set<Object> set(List<Object> elements) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }

    @Override
    public @Nullable Object missing() {
        return presence == Presence.REQUIRED ? collect(new ArrayList<>()) : null;
    }
}
