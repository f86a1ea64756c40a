package dev.leat.datastore.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A map from texts to values of one type. Keys are data: what they may be is only what Elasticsearch can hold. */
record MapCodec(Codec values, KeyRule keys, Presence presence) implements Codec {

    @Override
    public void write(Object value, Writing writing) {
        Findings findings = writing.findings();
        writing.out().writeStartObject();
        ((Map<?, ?>) value).forEach((key, each) -> {
            findings.trail().enter(String.valueOf(key));
            String problem = keys.problemOf(key);
            if (problem != null) {
                findings.add(problem);
            } else if (each != null) {
                writing.out().writeName((String) key);
                values.write(each, writing);
            }
            findings.trail().leave();
        });
        writing.out().writeEndObject();
    }

    @Override
    public @Nullable Object read(Reading reading) {
        if (reading.in().currentToken() == JsonToken.START_ARRAY) {
            return reading.single(this, "an object");
        }
        if (reading.in().currentToken() != JsonToken.START_OBJECT) {
            return reading.refuse("is not an object");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name = reading.in().nextName();
                name != null;
                name = reading.in().nextName()) {
            reading.findings().trail().enter(name);
            if (reading.in().nextToken() != JsonToken.VALUE_NULL) {
                Object value = values.read(reading);
                if (value != null) {
                    map.put(name, value);
                }
            }
            reading.findings().trail().leave();
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public @Nullable Object missing() {
        return presence == Presence.REQUIRED ? Map.of() : null;
    }
}
