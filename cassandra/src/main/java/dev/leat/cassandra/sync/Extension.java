package dev.leat.cassandra.sync;

import java.util.Optional;

/**
 * Gives a table the columns that documents ask for, and notices those that somebody else gave it. Used by the thread that
 * works on the pair.
 */
@FunctionalInterface
public interface Extension {

    /**
     * Adds columns, and opens both sides anew with them; blocks until all nodes agree on them.
     *
     * @return the ports of the pair from now on
     * @throws dev.leat.elastic.RejectedException if the table cannot have such a column
     */
    SyncPorts extend(NewFieldsException fields);

    /** The ports of the pair from now on, where the table has other columns than when they were opened. */
    default Optional<SyncPorts> renewed() {
        return Optional.empty();
    }
}
