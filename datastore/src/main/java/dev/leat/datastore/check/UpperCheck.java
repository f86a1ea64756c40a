package dev.leat.datastore.check;

import java.util.Locale;

final class UpperCheck implements Check<Upper> {
    @Override
    public Rule rule(Upper annotation, Class<?> type) {
        return Texts.rule(type, "", text -> text.toUpperCase(Locale.ROOT));
    }
}
