package dev.leat.datastore.check;

import java.util.regex.Pattern;

final class Md5Check implements Check<Md5> {
    private static final Pattern FORM = Pattern.compile("\\p{XDigit}{32}");

    @Override
    public Rule rule(Md5 annotation, Class<?> type) {
        return Texts.hexadecimal(type, "is not an MD5 hash of 32 hexadecimal digits", FORM);
    }
}
