package dev.leat.elastic.bulk;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Result;
import dev.leat.elastic.bulk.WriteOutcome.Unchanged;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import dev.leat.elastic.cluster.ElasticError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what an operation's own result in a bulk answer means for it. Pure. */
final class ItemJudge {

    /** What refuses writes for now and is lifted again: a full disk, a migration, a closed index. */
    private static final Set<String> BLOCKS = Set.of("cluster_block_exception", "index_closed_exception");

    /**
     * Failures of a node or a shard in the middle of the work, which come with all kinds of statuses (404 for a shard
     * that just closed, 500 for a node that stops): the operation may have been carried out.
     */
    private static final Set<String> MIDWAY = Set.of(
            "node_closed_exception",
            "node_disconnected_exception",
            "node_not_connected_exception",
            "connect_transport_exception",
            "receive_timeout_transport_exception",
            "send_request_transport_exception",
            "remote_transport_exception",
            "already_closed_exception",
            "alreadyclosed_exception",
            "engine_closed_exception",
            "index_shard_closed_exception",
            "index_shard_not_started_exception",
            "index_shard_not_recovering_exception",
            "illegal_index_shard_state_exception",
            "shard_not_found_exception",
            "shard_not_in_primary_mode_exception",
            "no_shard_available_action_exception",
            "retry_on_primary_exception",
            "retry_on_replica_exception",
            "task_cancelled_exception");

    private ItemJudge() {}

    /** What is to be done with the operation. */
    sealed interface Verdict {

        record Done(WriteOutcome outcome) implements Verdict {}

        /** Surely not carried out; may be later. */
        record Again(String reason, Reply.Load load) implements Verdict {}

        /**
         * An earlier or this sending may have been carried out: look.
         *
         * @param conflict the refusal, if it was one
         */
        record Look(String reason, @Nullable Rejected conflict) implements Verdict {}

        /** No operation will be accepted. */
        record Fatal(RejectedException failure) implements Verdict {}
    }

    static boolean isBlock(ElasticError error) {
        return BLOCKS.contains(error.type());
    }

    static Verdict judge(Entry entry, ItemResult item) {
        ElasticError error = item.error();
        return error == null ? new Verdict.Done(success(entry, item)) : failure(entry, item.status(), error);
    }

    private static Reply.Load load(int status, ElasticError error) {
        if (status == 429) {
            return Reply.Load.TOO_MUCH;
        }
        return isBlock(error) ? Reply.Load.BLOCKED : Reply.Load.NOT_THE_REASON;
    }

    private static WriteOutcome success(Entry entry, ItemResult item) {
        return switch (item.result()) {
            case "created" -> written(Result.CREATED, item);
            case "updated" -> written(Result.UPDATED, item);
            case "deleted" -> written(Result.DELETED, item);
            // Nothing to do, or done by the sending whose answer was lost.
            case "noop", "not_found" -> entry.doubtful ? written(Result.VERIFIED, item) : Unchanged.UNCHANGED;
            default -> new WriteOutcome.Unknown("Elasticsearch answered with the result '" + item.result() + "'");
        };
    }

    private static Written written(Result result, ItemResult item) {
        return new Written(result, item.version(), item.seqNo(), item.primaryTerm());
    }

    private static Verdict failure(Entry entry, int status, ElasticError error) {
        String says = "Elasticsearch answered " + status + " " + error.type() + " for " + entry.operation + ": "
                + error.reason();
        boolean elsewhere = entry.guarding instanceof Guarding.IfUnchanged;
        if (elsewhere && (isBlock(error) || status == 404)) {
            // The index that was read is not the one behind the alias any more.
            return new Verdict.Look(says, null);
        }
        if (status == 429 || status == 503 || isBlock(error)) {
            entry.suspect |= status == 503;
            return new Verdict.Again(says, load(status, error));
        }
        if (status == 401 || status == 403) {
            return new Verdict.Fatal(new RejectedException(
                    status,
                    error.type(),
                    "bulk write to " + entry.operation.index() + " was refused: " + error.reason()
                            + "; check the credentials and their privileges on that index"));
        }
        if (MIDWAY.contains(error.type())) {
            return new Verdict.Look(says, null);
        }
        Rejected rejected = new Rejected(status, error.type(), error.reason());
        boolean ownConflict = entry.doubtful || entry.suspect || !(entry.guarding instanceof Guarding.AsWritten);
        return status == 409 && ownConflict ? new Verdict.Look(says, rejected) : new Verdict.Done(rejected);
    }
}
