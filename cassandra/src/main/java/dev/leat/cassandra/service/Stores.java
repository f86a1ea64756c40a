package dev.leat.cassandra.service;

import dev.leat.cassandra.config.PairConfig;
import dev.leat.cassandra.config.PairConfig.Bucket;
import dev.leat.cassandra.config.PairConfig.Versions;
import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.index.ClusterIndex;
import dev.leat.cassandra.index.IndexSettings;
import dev.leat.cassandra.ledger.IndexDeadLetters;
import dev.leat.cassandra.ledger.IndexLeases;
import dev.leat.cassandra.ledger.IndexLedger;
import dev.leat.cassandra.sync.Checkpoint;
import dev.leat.cassandra.sync.DeadLetters;
import dev.leat.cassandra.sync.Direction;
import dev.leat.cassandra.sync.IndexSide;
import dev.leat.cassandra.sync.LeaseRegister;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.sync.PairSettings;
import dev.leat.cassandra.sync.Rules;
import dev.leat.cassandra.sync.SyncPair;
import dev.leat.cassandra.sync.SyncPorts;
import dev.leat.cassandra.sync.TableWatch;
import dev.leat.cassandra.table.BucketUnit;
import dev.leat.cassandra.table.BucketWatch;
import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.cassandra.table.CassandraTable;
import dev.leat.cassandra.table.SchemaReader;
import dev.leat.cassandra.table.VersionWatch;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Both clusters, and how pairs are made of a table of the one and an index of the other. Thread-safe.
 *
 * @param access whether anything may be made or written, in either
 * @param owner names this instance, unlike any other that works at the same time
 */
record Stores(
        CassandraConnection cassandra,
        Cluster cluster,
        InstantSource clock,
        Access access,
        String owner,
        Path scratch) {

    private static final DeadLetters NOWHERE = (key, side, reason) -> {};

    /**
     * Opens the table and the index of a pair, and all that is remembered of it.
     *
     * @throws ConfigException when they do not fit the configuration; the problems begin with the name of the pair
     */
    SyncPair open(PairConfig pair) {
        try {
            TableShape shape = shape(pair);
            return new SyncPair(owner, ports(pair, shape), settings(pair))
                    .withExtension(new Columns(this, pair, shape));
        } catch (ConfigException e) {
            throw new ConfigException(e.problems().stream()
                    .map(problem -> new Problem("pair " + pair.name() + ": " + problem.key(), problem.message()))
                    .toList());
        }
    }

    TableShape shape(PairConfig pair) {
        return shape(pair, new SchemaReader(cassandra));
    }

    private static TableShape shape(PairConfig pair, SchemaReader schema) {
        String extra = pair.extraColumn();
        // It says where a document comes from, and stays in it.
        Set<String> reserved = pair.sourceId() == null ? Set.of() : Set.of("source");
        TableShape shape = extra == null
                ? schema.read(pair.keyspace(), pair.table(), pair.columns())
                : schema.readWithFields(pair.keyspace(), pair.table(), pair.columns(), extra, reserved);
        requireKey(pair, shape);
        return shape;
    }

    /** The table as the connection to Cassandra last heard of it; costs no request. */
    TableShape knownShape(PairConfig pair) {
        return shape(pair, SchemaReader.ofKnown(cassandra));
    }

    SyncPorts ports(PairConfig pair, TableShape shape) {
        Pace rows = new Pace(pair.limits().rowsPerSecond(), cluster.waiter());
        Pace documents = new Pace(pair.limits().documentsPerSecond(), cluster.waiter());
        TableWatch watch = watch(pair, shape);
        IndexSide index = new PacedIndex(ClusterIndex.open(cluster, shape, indexSettings(pair)), documents);
        LeaseRegister leases = IndexLeases.open(cluster, pair.name(), access);
        Instant startingPoint = pair.versions().startingPoint();
        if (startingPoint != null && watch != null && access == Access.READ_WRITE) {
            beginAt(leases, startingPoint);
        }
        return new SyncPorts(
                new PacedTable(CassandraTable.open(cassandra, shape), rows),
                watch == null ? null : new PacedWatch(watch, rows),
                index,
                IndexLedger.open(cluster, pair.name(), access).withForm(form(pair, shape)),
                leases,
                access == Access.READ_ONLY
                        ? NOWHERE
                        : IndexDeadLetters.open(cluster, IndexDeadLetters.INDEX, pair.name(), pair.index(), clock),
                clock,
                cluster.waiter());
    }

    /** Which fields of a document are columns. */
    private static String form(PairConfig pair, TableShape shape) {
        String columns = shape.ownColumns().stream().map(Column::cqlName).collect(Collectors.joining(","));
        return Integer.toHexString((columns + "|" + pair.extraColumn() + "|" + pair.sourceId()).hashCode());
    }

    private static void requireKey(PairConfig pair, TableShape shape) {
        String key = pair.keyColumn();
        if (key != null
                && shape.key().stream().noneMatch(column -> column.name().equals(key))) {
            throw new ConfigException(
                    "id_col",
                    "the column \"" + key + "\" is not part of the primary key of " + shape + ", which is "
                            + shape.key().stream().map(Column::name).toList() + "; name one of these");
        }
    }

    private IndexSettings indexSettings(PairConfig pair) {
        boolean isRead = pair.direction() == Direction.TO_TABLE;
        IndexSettings settings = IndexSettings.of(pair.index())
                .withAccess(isRead ? Access.READ_ONLY : access)
                .withNewFields(access == Access.READ_ONLY ? NewFields.IGNORE : pair.newFields())
                .withOverrides(pair.mapping());
        String column = pair.versions().column();
        String source = pair.sourceId();
        if (column != null) {
            ChronoUnit unit = switch (pair.versions().unit()) {
                case SECONDS -> ChronoUnit.SECONDS;
                case MILLIS -> ChronoUnit.MILLIS;
                case MICROS -> ChronoUnit.MICROS;
            };
            settings = settings.withVersionColumn(column, unit);
        }
        return source == null ? settings : settings.withSourceId(source);
    }

    private @Nullable TableWatch watch(PairConfig pair, TableShape shape) {
        Versions versions = pair.versions();
        Bucket bucket = versions.bucket();
        String changes = versions.changes();
        if (bucket != null) {
            BucketUnit unit = BucketUnit.valueOf(bucket.unit().name());
            return BucketWatch.open(
                    cassandra, shape, bucket.column(), unit, pair.times().maxSkew(), clock);
        }
        if (changes == null) {
            return null;
        }
        VersionWatch.Unit unit = switch (versions.unit()) {
            case SECONDS -> VersionWatch.Unit.SECONDS;
            case MILLIS -> VersionWatch.Unit.MILLISECONDS;
            case MICROS -> VersionWatch.Unit.MICROSECONDS;
        };
        return VersionWatch.open(cassandra, shape, changes, unit);
    }

    /** What is older was brought over by somebody else: the first cycle begins there, and the first comparison checks it. */
    private void beginAt(LeaseRegister leases, Instant startingPoint) {
        LeaseRegister.State state = leases.read();
        if (state.checkpoint() == null && state.owner().isEmpty()) {
            long since = ChronoUnit.MICROS.between(Instant.EPOCH, startingPoint);
            long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
            Checkpoint begin = new Checkpoint(IndexSide.BEGINNING, since, null, true, now);
            // Whoever is faster has begun somewhere, too.
            leases.write(new LeaseRegister.State("", state.epoch(), state.until(), begin, state.version()));
        }
    }

    PairSettings settings(PairConfig pair) {
        Rules standard = Rules.standard();
        Rules rules = new Rules(pair.direction(), pair.times().maxSkew(), pair.future(), standard.lateness());
        PairSettings settings = PairSettings.standard(scratch.resolve(pair.name()));
        // It is kept from page to page, when a third of it is over.
        Duration lease =
                settings.lease().plus(pair.limits().pageTime().multipliedBy(3).dividedBy(2));
        return settings.withRules(rules)
                .withLease(lease)
                .withReconcileEvery(pair.times().reconcileEvery())
                .withMaxDeletes(pair.maxDeleteRatio())
                .withParallelism(pair.limits().lanes(), pair.limits().batch());
    }
}
