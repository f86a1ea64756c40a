package dev.leat.cassandra.service;

import dev.leat.cassandra.config.PairConfig;
import dev.leat.cassandra.sync.Extension;
import dev.leat.cassandra.sync.NewFieldsException;
import dev.leat.cassandra.sync.SyncPorts;
import dev.leat.cassandra.table.SchemaWriter;
import dev.leat.cassandra.type.TableShape;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The columns of a pair's table, which may become others while the pair is worked on. Used by one thread. */
final class Columns implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(Columns.class);

    private final Stores stores;
    private final PairConfig pair;
    private TableShape shape;

    Columns(Stores stores, PairConfig pair, TableShape shape) {
        this.stores = stores;
        this.pair = pair;
        this.shape = shape;
    }

    @Override
    public SyncPorts extend(NewFieldsException fields) {
        SchemaWriter writer =
                new SchemaWriter(stores.cassandra(), stores.cluster().waiter());
        return open(writer.addColumns(shape, fields.columns()));
    }

    @Override
    public Optional<SyncPorts> renewed() {
        TableShape known = stores.knownShape(pair);
        if (known.equals(shape)) {
            return Optional.empty();
        }
        LOG.info("Pair {}: the columns of {} have changed; it is opened anew", pair.name(), known);
        return Optional.of(open(known));
    }

    private SyncPorts open(TableShape changed) {
        SyncPorts ports = stores.ports(pair, changed);
        shape = changed;
        return ports;
    }
}
