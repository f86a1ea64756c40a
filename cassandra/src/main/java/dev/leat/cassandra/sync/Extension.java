package dev.leat.cassandra.sync;

/** Gives a table the columns that documents ask for. Called by the one instance that works on the pair. */
@FunctionalInterface
public interface Extension {

    /**
     * Adds columns, and opens both sides anew with them; blocks until all nodes agree on them.
     *
     * @return the ports of the pair from now on
     * @throws dev.leat.elastic.RejectedException if the table cannot have such a column
     */
    SyncPorts extend(NewFieldsException fields);
}
