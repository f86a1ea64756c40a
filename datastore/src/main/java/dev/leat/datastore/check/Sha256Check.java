package dev.leat.datastore.check;

import java.util.regex.Pattern;

final class Sha256Check implements Check<Sha256> {
    private static final Pattern FORM = Pattern.compile("\\p{XDigit}{64}");

    @Override
    public Rule rule(Sha256 annotation, Class<?> type) {
        return Texts.hexadecimal(type, "is not a SHA-256 hash of 64 hexadecimal digits", FORM);
    }
}
