package dev.leat.cassandra.sync;

/**
 * What one side holds.
 *
 * @param count how many rows or documents
 * @param digest of all keys with their contents, whatever their order; sides that hold the same have the same
 */
public record Inventory(long count, Fingerprint digest) {

    static final Inventory EMPTY = new Inventory(0, Fingerprint.ABSENT);

    Inventory with(RowKey key, Fingerprint image) {
        return new Inventory(count + 1, digest.xor(Fingerprint.of(key.values()).pairedWith(image)));
    }

    Inventory without(RowKey key, Fingerprint image) {
        return new Inventory(count - 1, digest.xor(Fingerprint.of(key.values()).pairedWith(image)));
    }
}
