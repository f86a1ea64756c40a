package dev.leat.datastore.check;

import java.util.Locale;

final class LowerCheck implements Check<Lower> {
    @Override
    public Rule rule(Lower annotation, Class<?> type) {
        return Texts.rule(type, "", text -> text.toLowerCase(Locale.ROOT));
    }
}
