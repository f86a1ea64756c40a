package dev.leat.datastore.check;

final class DomainCheck implements Check<Domain> {
    @Override
    public Rule rule(Domain annotation, Class<?> type) {
        return Texts.rule(type, "is not a domain name", DomainName::normalise);
    }
}
