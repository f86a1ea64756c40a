package dev.leat.sources.sql;

/**
 * A value that no field of its column could take: the field is null, and {@value FieldNames#LEFT_OUT} says why.
 *
 * @param reason a few words with the value itself, where that is short: {@code infinity}
 */
public record LeftOut(String reason) {}
