package dev.leat.cassandra.index;

import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.AnswerTooLargeException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.cluster.WholeDocuments;
import java.util.Optional;

/**
 * Reads of whole documents whose answers may be larger than there is room for, so that less must be asked for. Thread-safe;
 * blocking.
 */
final class BoundedReads {

    /** With eight lanes and a feed, about 150 MB at worst. */
    static final long MOST_BYTES = 16L << 20;

    private final WholeDocuments patient;
    private final WholeDocuments impatient;

    BoundedReads(Cluster cluster) {
        this.patient = new WholeDocuments(cluster);
        this.impatient = new WholeDocuments(cluster.withRetryPolicy(RetryPolicy.none()));
    }

    /** The answer; empty when it is too large. An answer to a request for one document may be of any size. */
    Optional<Response> perform(Request request, int documents) {
        if (documents <= 1) {
            return Optional.of(patient.perform(request));
        }
        Request bounded = request.withMaxAnswerBytes(MOST_BYTES);
        try {
            // The retry engine takes an answer that was broken off for one that was lost, and asks again for a minute.
            return Optional.of(impatient.perform(bounded));
        } catch (UnavailableException e) {
            if (isTooLarge(e)) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(patient.perform(bounded));
        } catch (UnavailableException e) {
            if (isTooLarge(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isTooLarge(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AnswerTooLargeException) {
                return true;
            }
        }
        return false;
    }
}
