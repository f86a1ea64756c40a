package dev.leat.datastore.check;

final class MinCheck implements Check<Min> {
    @Override
    public Rule rule(Min annotation, Class<?> type) {
        double limit = annotation.value();
        return Limits.rule(type, limit, "is below " + Limits.shown(limit), sign -> sign >= 0);
    }
}
