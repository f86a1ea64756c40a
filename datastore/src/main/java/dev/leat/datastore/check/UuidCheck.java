package dev.leat.datastore.check;

import java.util.regex.Pattern;

final class UuidCheck implements Check<Uuid> {
    private static final Pattern FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    @Override
    public Rule rule(Uuid annotation, Class<?> type) {
        return Texts.hexadecimal(type, "is not a UUID", FORM);
    }
}
