package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.servererrors.AlreadyExistsException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.FunctionFailureException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the failures of the driver are called here. */
final class DriverErrors {
    private DriverErrors() {}

    /** What became of a write that failed. */
    enum Fate {
        /** It was refused, and would be again. */
        REFUSED,
        /** It was surely not applied: there was nobody to take it. */
        NOT_APPLIED,
        /** It may have been applied, or may be yet. */
        UNKNOWN
    }

    /** The failure of a read, or of a connection. */
    static LeatException translate(String what, Throwable failure) {
        if (failure instanceof LeatException known) {
            return known;
        }
        Throwable refusal = refusal(failure);
        if (refusal != null) {
            return new RejectedException(
                    0,
                    refusal.getClass().getSimpleName(),
                    what + ": " + message(refusal)
                            + (refusal instanceof AuthenticationException ? "; check the user and the password" : ""));
        }
        return new UnavailableException(
                what + ": " + message(errors(failure).getLast()) + "; see whether Cassandra runs and can be reached",
                failure);
    }

    /** What became of a write. */
    static Fate fate(Throwable failure) {
        if (refusal(failure) != null) {
            return Fate.REFUSED;
        }
        return errors(failure).stream().allMatch(DriverErrors::isNotApplied) ? Fate.NOT_APPLIED : Fate.UNKNOWN;
    }

    private static @Nullable Throwable refusal(Throwable failure) {
        for (Throwable error : errors(failure)) {
            for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                if (isRefusal(cause)) {
                    return cause;
                }
            }
        }
        return null;
    }

    /** One failure, or those of all nodes that were asked. */
    private static List<Throwable> errors(Throwable failure) {
        return failure instanceof AllNodesFailedException all
                        && !all.getAllErrors().isEmpty()
                ? all.getAllErrors().values().stream().flatMap(List::stream).toList()
                : List.of(failure);
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof QueryValidationException
                || cause instanceof AuthenticationException
                || cause instanceof FunctionFailureException
                || cause instanceof AlreadyExistsException;
    }

    private static boolean isNotApplied(Throwable cause) {
        return cause instanceof NoNodeAvailableException
                || cause instanceof NodeUnavailableException
                || cause instanceof BusyConnectionException
                || cause instanceof BootstrappingException
                || cause instanceof com.datastax.oss.driver.api.core.servererrors.UnavailableException;
    }

    static String message(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.replaceAll("\\s+", " ").strip();
    }
}
