package dev.leat.cassandra.sync;

/** A row that a scan came by, with all that was read of it. */
public record FoundRow(RowKey key, RowState row) {

    /** What is enough to tell whether it has changed. */
    Sighting sighting() {
        return new Sighting(key, image());
    }

    /** All of it. */
    public Sighting wholeSighting() {
        return new Sighting(key, image(), row, null);
    }

    private Fingerprint image() {
        return row instanceof RowState.Unreadable ? Fingerprint.UNREADABLE : row.fingerprint();
    }
}
