package dev.leat.datastore.check;

final class MaxCheck implements Check<Max> {
    @Override
    public Rule rule(Max annotation, Class<?> type) {
        double limit = annotation.value();
        return Limits.rule(type, limit, "is above " + Limits.shown(limit), sign -> sign <= 0);
    }
}
