package dev.leat.datastore.mapping;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.List;
import java.util.SequencedCollection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a component holds its values. */
enum Container {
    NONE,
    LIST,
    SET,
    ARRAY;

    static Container of(Class<?> type) {
        if (type == List.class || type == Collection.class || type == SequencedCollection.class) {
            return LIST;
        }
        if (type == Set.class) {
            return SET;
        }
        return type.isArray() && type != byte[].class ? ARRAY : NONE;
    }

    /** The type of what is in it; null if the source does not say. */
    @Nullable
    Type elementType(Type type) {
        return switch (this) {
            case NONE -> type;
            case LIST, SET -> argument(type, 0);
            case ARRAY ->
                type instanceof GenericArrayType generic
                        ? generic.getGenericComponentType()
                        : ((Class<?>) type).getComponentType();
        };
    }

    /** The n-th type argument; null if there is none. */
    static @Nullable Type argument(Type type, int number) {
        return type instanceof ParameterizedType parameterized
                ? bound(parameterized.getActualTypeArguments()[number])
                : null;
    }

    private static Type bound(Type type) {
        return type instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : type;
    }

    /** The class of a type; null for a type variable. */
    static @Nullable Class<?> rawClass(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
            case GenericArrayType array -> {
                Class<?> element = rawClass(array.getGenericComponentType());
                yield element == null ? null : element.arrayType();
            }
            default -> null;
        };
    }
}
