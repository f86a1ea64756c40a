package dev.leat.datastore.mapping;

import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.SerializedString;

/** The codec of a record or a plain class. */
final class ObjectCodec implements Codec {

    /** The object of ours in every document; the codec neither reads nor writes it. */
    static final String HIDDEN = "_leat";

    /**
     * A component in JSON.
     *
     * @param standIn the default, as a reader that gives it anew
     * @param primitive what a missing value is, where null cannot be
     */
    record Member(
            Component component,
            SerializedString name,
            Codec codec,
            @Nullable StandIn standIn,
            @Nullable Object primitive) {}

    private final ClassShape shape;
    private final Member[] members;
    private final int[] positions;
    private final Map<String, Integer> byName = new HashMap<>();
    private final int extra;
    private final int id;

    /**
     * @param members those that are in the JSON, in the order of the class
     * @param positions where each stands among the class's components
     * @param extra the position of the map of unknown fields, or -1
     * @param id the position of the id, or -1
     */
    ObjectCodec(ClassShape shape, List<Member> members, List<Integer> positions, int extra, int id) {
        this.shape = shape;
        this.members = members.toArray(Member[]::new);
        this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
        this.extra = extra;
        this.id = id;
        for (int i = 0; i < this.members.length; i++) {
            byName.put(this.members[i].name().getValue(), i);
        }
    }

    /** Whether it has a place for fields that it does not declare. */
    boolean keepsExtra() {
        return extra >= 0;
    }

    @Nullable
    Component idComponent() {
        return id < 0 ? null : shape.components().get(id);
    }

    @Override
    public void write(Object value, Writing writing) {
        if (!shape.type().isInstance(value)) {
            writing.refuse("is a " + value.getClass().getName() + ", not a "
                    + shape.type().getSimpleName());
            return;
        }
        Trail trail = writing.findings().trail();
        writing.out().writeStartObject();
        for (Member member : members) {
            Object each = member.component().valueIn(value);
            if (each == null && member.standIn() != null) {
                each = member.standIn().value();
            }
            if (each != null) {
                trail.enter(member.name().getValue());
                writing.out().writeName(member.name());
                member.codec().write(each, writing);
                trail.leave();
            } else if (member.component().presence() == Presence.REQUIRED) {
                trail.enter(member.name().getValue());
                writing.findings().add("is missing; only a component that is @Nullable may be");
                trail.leave();
            }
        }
        if (extra >= 0) {
            writeExtra(shape.components().get(extra).valueIn(value), writing);
        }
        writing.out().writeEndObject();
    }

    private void writeExtra(@Nullable Object map, Writing writing) {
        if (map == null) {
            return;
        }
        Trail trail = writing.findings().trail();
        ((Map<?, ?>) map).forEach((key, value) -> {
            trail.enter(String.valueOf(key));
            if (!(key instanceof String name) || byName.containsKey(name) || name.equals(HIDDEN)) {
                writing.findings().add("is a field of the class, and so cannot be among the extra ones");
            } else if (!Scalars.isUnicode(name)) {
                writing.findings().add(Scalars.NO_UNICODE);
            } else if (value != null) {
                writing.out().writeName(name);
                JsonValues.ANY.write(value, writing);
            }
            trail.leave();
        });
    }

    @Override
    public @Nullable Object read(Reading reading) {
        if (reading.in().currentToken() == JsonToken.START_ARRAY) {
            return reading.single(this, "an object");
        }
        if (reading.in().currentToken() != JsonToken.START_OBJECT) {
            return reading.refuse("is not an object");
        }
        return read(reading, null);
    }

    /** Reads an object whose id, if its class has one, is known from elsewhere. */
    @Nullable
    Object read(Reading reading, @Nullable Object idValue) {
        @Nullable Object[] values = new @Nullable Object[shape.components().size()];
        Map<String, Object> unknown = extra < 0 ? Map.of() : new LinkedHashMap<>();
        for (String name = reading.in().nextName();
                name != null;
                name = reading.in().nextName()) {
            JsonToken token = reading.in().nextToken();
            Integer index = byName.get(name);
            if (index == null) {
                readUnknown(name, reading, unknown);
            } else if (token != JsonToken.VALUE_NULL) {
                reading.findings().trail().enter(name);
                values[positions[index]] = members[index].codec().read(reading);
                reading.findings().trail().leave();
            }
        }
        for (int i = 0; i < members.length; i++) {
            if (values[positions[i]] == null) {
                values[positions[i]] = missing(members[i], reading);
            }
        }
        if (extra >= 0) {
            values[extra] = Collections.unmodifiableMap(unknown);
        }
        if (id >= 0) {
            values[id] = idValue;
        }
        return make(values, reading.findings());
    }

    private void readUnknown(String name, Reading reading, Map<String, Object> unknown) {
        if (!reading.isLenient() && extra < 0) {
            reading.findings().trail().enter(name);
            reading.refuse("is no field of " + shape.type().getSimpleName());
            reading.findings().trail().leave();
        } else if (extra < 0 || name.equals(HIDDEN)) {
            reading.in().skipChildren();
        } else {
            Object value = JsonValues.ANY.read(reading);
            if (value != null) {
                unknown.put(name, value);
            }
        }
    }

    private static @Nullable Object missing(Member member, Reading reading) {
        if (member.standIn() != null) {
            return member.standIn().value();
        }
        if (!reading.isLenient()
                && member.component().presence() == Presence.REQUIRED
                && member.codec().missing() == null) {
            reading.findings().trail().enter(member.name().getValue());
            reading.findings().add("is missing");
            reading.findings().trail().leave();
        }
        return member.primitive() != null ? member.primitive() : member.codec().missing();
    }

    private @Nullable Object make(@Nullable Object[] values, Findings findings) {
        try {
            return shape.maker().make(values);
        } catch (InvocationTargetException e) {
            // A value that could not be read is null here: what the constructor says of it is no news.
            if (findings.isEmpty()) {
                findings.add("makes the constructor of " + shape.type().getSimpleName() + " fail: " + e.getCause(), e);
            }
            return null;
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(shape.type().getName() + " cannot be made though it was accessible", e);
        }
    }
}
