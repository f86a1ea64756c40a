package dev.leat.datastore.schema;

import dev.leat.datastore.schema.IndexAdmin.LiveIndex;
import dev.leat.datastore.schema.MigrationStep.Abandoned;
import dev.leat.datastore.schema.MigrationStep.Abandoning;
import dev.leat.datastore.schema.MigrationStep.Blocked;
import dev.leat.datastore.schema.MigrationStep.Copied;
import dev.leat.datastore.schema.MigrationStep.Created;
import dev.leat.datastore.schema.MigrationStep.Finished;
import dev.leat.datastore.schema.MigrationStep.Move;
import dev.leat.datastore.schema.MigrationStep.Planned;
import dev.leat.datastore.schema.MigrationStep.RolledBack;
import dev.leat.datastore.schema.MigrationStep.RollingBack;
import dev.leat.datastore.schema.MigrationStep.Swapped;
import dev.leat.datastore.schema.MigrationStep.Verified;
import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Indices;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moves a collection to a new index while its writers wait and its readers go on: block the old index, create the new
 * one, copy, compare completely, point the alias at the new one, keep the old one for a way back. One process at a time,
 * under a lease. After each step the state is written down; whoever comes after a crash goes on from there, and every
 * action may be done twice. What cannot be done is taken back, so that writers do not wait for ever.
 */
final class Migration {

    /** No index has it: whoever compares takes the index for written to. */
    private static final long UNKNOWN_SEQUENCE = -1;

    private final IndexAdmin admin;
    private final ControlDocuments control;
    private final GenerationCopy copy;
    private final String id;
    private final Lease lease;
    private final Witness witness;
    private ControlDocuments.@Nullable Entry entry;

    /** Is told what a migration is about to do: where a test ends the process. */
    @FunctionalInterface
    interface Witness {
        void before(String moment);
    }

    Migration(
            IndexAdmin admin,
            ControlDocuments control,
            GenerationCopy copy,
            String collection,
            Lease lease,
            Witness witness) {
        this.admin = admin;
        this.control = control;
        this.copy = copy;
        this.id = stateId(collection);
        this.lease = lease;
        this.witness = witness;
        this.entry = control.find(id);
    }

    static String stateId(String collection) {
        return "migration:" + collection;
    }

    /** The last step of the last migration; null when there never was one. */
    @Nullable
    MigrationStep last() {
        return entry == null ? null : MigrationStep.parse(entry.json());
    }

    /** Goes on with what was begun until nothing is left to do. */
    MigrationStep complete(MigrationStep from) {
        MigrationStep step = from;
        while (!step.isEnd()) {
            lease.requireHeld();
            witness.before(step.word() + ".act");
            MigrationStep next;
            try {
                next = next(step);
            } catch (MigrationFailedException | RejectedException e) {
                if (!goesOn(step)) {
                    complete(record(new Abandoning(step.move())));
                }
                throw e;
            }
            witness.before(next.word() + ".record");
            step = record(next);
        }
        return step;
    }

    /** Ends what was begun at the old index; what has come to the new one already, or is on the way back, goes on. */
    MigrationStep takeBack(MigrationStep from) {
        return complete(goesOn(from) ? from : record(new Abandoning(from.move())));
    }

    private boolean goesOn(MigrationStep step) {
        return step instanceof Abandoning
                || step instanceof RollingBack
                || step instanceof Swapped
                || isAtTarget(step.move());
    }

    /** Whether the alias has moved, also when the process died before it wrote that down. */
    private boolean isAtTarget(Move move) {
        LiveIndex live = admin.current();
        return live != null && live.name().equals(move.to().index());
    }

    /** Writes a step down, if this process still is the one to do it. */
    MigrationStep record(MigrationStep step) {
        lease.requireHeld();
        entry = control.writeAlone(id, entry, step.toJson(lease.term()));
        return step;
    }

    private MigrationStep next(MigrationStep step) {
        Move move = step.move();
        return switch (step) {
            case Planned planned -> {
                admin.blockWrites(move.from());
                admin.refresh(move.from().index());
                yield new Blocked(move);
            }
            case Blocked blocked -> {
                createTarget(move);
                yield new Created(move);
            }
            case Created created -> {
                copy.copy(move, lease);
                yield new Copied(move);
            }
            case Copied copied -> {
                settle(move.to());
                yield new Verified(move, copy.verify(move, lease), admin.sequence(move.to()));
            }
            case Verified verified -> {
                lease.requireHeld();
                admin.swap(move.from(), move.to());
                yield new Swapped(move, verified.documents(), verified.sequence());
            }
            case Swapped swapped -> {
                ObjectNode settings = Json.MAPPER.createObjectNode().putNull("index.gc_deletes");
                admin.putSettings(move.to().index(), settings);
                yield new Finished(move, swapped.documents(), swapped.sequence());
            }
            case Abandoning abandoning -> abandon(move);
            case RollingBack rollingBack -> rollBack(rollingBack);
            case Finished end -> end;
            case Abandoned end -> end;
            case RolledBack end -> end;
        };
    }

    private void createTarget(Move move) {
        ObjectNode body = move.schema().indexBody(move.to());
        ObjectNode settings = body.withObject("settings");
        // No refreshes while copying; and a late copy of a process that lost its lease never revives what is deleted.
        settings.put("refresh_interval", "-1");
        settings.put("gc_deletes", "1h");
        if (admin.create(move.to(), body) == Indices.Presence.CREATED) {
            return;
        }
        if (!isOurs(move)) {
            throw new MigrationFailedException(move, "there is another index named " + move.to());
        }
    }

    private boolean isOurs(Move move) {
        LiveIndex there = admin.find(move.to());
        String wanted = move.schema().fingerprint();
        return there != null
                && Schema.recorded(there.mappings())
                        .filter(schema -> schema.fingerprint().equals(wanted))
                        .isPresent();
    }

    /** Makes the target an ordinary index, and what was copied visible. */
    private void settle(Generation target) {
        admin.putSettings(target.index(), Json.MAPPER.createObjectNode().putNull("index.refresh_interval"));
        admin.refresh(target.index());
    }

    /** Takes all back, unless a process that was thought dead has moved the alias after all. */
    private MigrationStep abandon(Move move) {
        if (isAtTarget(move)) {
            // It compared the two before, and wrote down neither the number of documents nor the sequence number.
            return new Swapped(move, 0, UNKNOWN_SEQUENCE);
        }
        if (isOurs(move)) {
            admin.delete(move.to());
        }
        admin.unblockWrites(move.from());
        return new Abandoned(move);
    }

    /** Goes back, unless that would lose writes that came since: then the step stays what it was. */
    private MigrationStep rollBack(RollingBack step) {
        Move move = step.move();
        admin.blockWrites(move.to());
        if (step.loss() == Loss.REFUSED && admin.sequence(move.to()) != step.sequence()) {
            admin.unblockWrites(move.to());
            return new Finished(move, step.documents(), step.sequence());
        }
        lease.requireHeld();
        admin.swap(move.to(), move.from());
        admin.unblockWrites(move.from());
        return new RolledBack(move);
    }

    /** Begins a new migration; what was there is at its end. */
    MigrationStep begin(Generation from, Schema schema, List<String> left) {
        Generation to = nextGeneration(from);
        witness.before("Planned.record");
        return record(new Planned(new Move(from, to, schema, left)));
    }

    /** One that no document was ever in: beyond all that exist, and beyond the last that was moved to. */
    Generation nextGeneration(Generation current) {
        Generation highest = current;
        for (Generation generation : admin.generations()) {
            highest = generation.compareTo(highest) > 0 ? generation : highest;
        }
        MigrationStep last = last();
        if (last == null || last instanceof Abandoned) {
            return highest.next();
        }
        Generation used = last.move().to();
        return (used.compareTo(highest) > 0 ? used : highest).next();
    }
}
