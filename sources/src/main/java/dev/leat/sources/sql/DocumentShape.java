package dev.leat.sources.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What documents of rows have in common.
 *
 * @param constants fields that are the same in all of them; they come first
 * @param fields names of fields, one for each column
 * @param leftOut the field that tells which values were left out, and why
 * @param ids how ids are made of the values of the key
 */
public record DocumentShape(Map<String, Object> constants, List<String> fields, String leftOut, IdFormat ids) {

    public DocumentShape {
        constants = new LinkedHashMap<>(constants);
        fields = List.copyOf(fields);
    }
}
