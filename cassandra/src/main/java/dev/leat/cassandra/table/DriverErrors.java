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
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What the failures of the driver are called here. */
final class DriverErrors {
    /** How Cassandra names a table or a column that is not there any more: it has no code for that. */
    private static final Pattern MISSING =
            Pattern.compile("(?i)unconfigured table|undefined column|unknown identifier|keyspace \\S+ does not exist");

    private DriverErrors() {}

    /** What became of a write that failed. */
    enum Fate {
        /** It was refused, and would be again. */
        REFUSED,
        /** The user may not write at all, or the table is not as it was: any other row would be refused as well. */
        FORBIDDEN,
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
        Optional<Throwable> untrusted = find(failure, cause -> cause instanceof CertificateException);
        if (untrusted.isPresent()) {
            return new ConfigException(
                    "cassandra.ca",
                    what + ": its certificate is not trusted (" + message(untrusted.get())
                            + "); give the certificate of its authority, and name the hosts as their certificates do");
        }
        if (find(failure, DriverErrors::isNoTls).isPresent()) {
            return new ConfigException("cassandra.tls", what + ": it does not speak TLS; leave tls and ca out");
        }
        Optional<Throwable> refusal = find(failure, DriverErrors::isRefusal);
        if (refusal.isPresent()) {
            return new RejectedException(
                    0,
                    refusal.get().getClass().getSimpleName(),
                    what + ": " + message(refusal.get()) + advice(refusal.get()));
        }
        return new UnavailableException(
                what + ": " + message(errors(failure).getLast()) + "; see whether Cassandra runs and can be reached",
                failure);
    }

    private static String advice(Throwable refusal) {
        if (refusal instanceof AuthenticationException) {
            return "; check the user and the password";
        }
        return refusal instanceof UnauthorizedException ? "; grant it, or connect as another user" : "";
    }

    /** What became of a write. */
    static Fate fate(Throwable failure) {
        Optional<Throwable> refusal = find(failure, DriverErrors::isRefusal);
        if (refusal.isPresent()) {
            boolean isOfAll = refusal.get() instanceof UnauthorizedException
                    || MISSING.matcher(message(refusal.get())).find();
            return isOfAll ? Fate.FORBIDDEN : Fate.REFUSED;
        }
        return errors(failure).stream().allMatch(DriverErrors::isNotApplied) ? Fate.NOT_APPLIED : Fate.UNKNOWN;
    }

    /** What is such among the failures of all nodes and their causes. */
    private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> isSuch) {
        return errors(failure).stream()
                .flatMap(error -> Stream.<Throwable>iterate(error, Objects::nonNull, Throwable::getCause))
                .filter(isSuch)
                .findFirst();
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

    private static boolean isNoTls(Throwable cause) {
        return cause instanceof SSLException && message(cause).contains("not an SSL/TLS record");
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
