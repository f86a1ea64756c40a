package dev.leat.datastore.mapping;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one element of a component became.
 *
 * @param mapping null where what is around is not mapped
 * @param javaType boxed; also what the rules apply to
 */
record Element(Codec codec, FieldKind kind, @Nullable ObjectNode mapping, Class<?> javaType) {

    /** A map's rules apply to its values, one by one. */
    boolean isMap() {
        return codec instanceof MapCodec;
    }
}
