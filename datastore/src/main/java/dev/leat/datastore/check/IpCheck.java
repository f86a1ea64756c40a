package dev.leat.datastore.check;

final class IpCheck implements Check<Ip> {
    @Override
    public Rule rule(Ip annotation, Class<?> type) {
        return Texts.rule(type, "is not an IP address", IpAddresses::normalise);
    }
}
