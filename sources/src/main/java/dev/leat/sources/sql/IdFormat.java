package dev.leat.sources.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How an id is made of the values of a key. Immutable. */
public sealed interface IdFormat {

    /** The id of a row with these values, none of which is null. */
    String of(List<Table.Column> key, List<Object> values);

    /** Whether different keys of one table may have the same id. */
    boolean isAmbiguous(List<Table.Column> key);

    /**
     * A name and the values of the key, joined by {@code /}, escaped so that no two keys meet: {@code reading/17}; see
     * {@link RowKey}.
     */
    record Escaped(String name) implements IdFormat {
        @Override
        public String of(List<Table.Column> key, List<Object> values) {
            return RowKey.ofKey(name, key, values);
        }

        @Override
        public boolean isAmbiguous(List<Table.Column> key) {
            return false;
        }
    }

    /**
     * A name and the values of the key, joined by {@code _}: {@code shop_public_orders_17}. Keys with several texts may
     * meet: {@code a_b} and {@code c} look like {@code a} and {@code b_c}.
     */
    record Joined(String name) implements IdFormat {
        @Override
        public String of(List<Table.Column> key, List<Object> values) {
            if (values.size() == 1) {
                return name + "_" + key.getFirst().idText().of(values.getFirst());
            }
            return IntStream.range(0, values.size())
                    .mapToObj(i -> key.get(i).idText().of(values.get(i)))
                    .collect(Collectors.joining("_", name + "_", ""));
        }

        @Override
        public boolean isAmbiguous(List<Table.Column> key) {
            return key.stream()
                            .filter(column -> column.idText().mayHaveUnderscore())
                            .count()
                    > 1;
        }
    }
}
