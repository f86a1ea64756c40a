package dev.leat.elastic.scan;

/** A shard of a concrete index: what a scan takes a snapshot of. */
public record ScanShard(String index, int number) {

    @Override
    public String toString() {
        return "shard " + number + " of index '" + index + "'";
    }
}
