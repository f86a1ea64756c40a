package dev.leat.sources.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ServerDescription;
import dev.leat.connect.SourceException;
import dev.leat.sources.failure.Reason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the driver's exceptions into one line for people.
 *
 * @param client to ask why no server can be had; null before there was one
 */
record MongoTrouble(MongoAddress address, @Nullable MongoClient client) {

    /** MongoDB's codes, from its file of error codes. */
    private static final int UNAUTHORIZED = 13;

    private static final int AUTHENTICATION_FAILED = 18;

    /** {@code QueryPlanKilled} and {@code CursorKilled}: an administrator, or a change of indices. */
    private static final Set<Integer> KILLED = Set.of(175, 237);

    /** No code, {@code BadValue}, {@code FailedToParse}, {@code TypeMismatch}, {@code InvalidOptions}, {@code NotImplemented}. */
    private static final Set<Integer> NOT_UNDERSTOOD = Set.of(-1, 2, 9, 14, 72, 238);

    /** Whether going on from the last document may help: the connection or the cursor was lost. */
    static boolean isPassing(MongoException e) {
        return !(e instanceof MongoSecurityException)
                && (e instanceof MongoSocketException
                        || e instanceof MongoTimeoutException
                        || e instanceof MongoCursorNotFoundException
                        || e instanceof MongoNotPrimaryException
                        || e instanceof MongoNodeIsRecoveringException
                        || KILLED.contains(e.getCode()));
    }

    /** Whether the server does not know what was asked for. */
    static boolean isNotUnderstood(MongoException e) {
        return NOT_UNDERSTOOD.contains(e.getCode());
    }

    static boolean isForbidden(MongoException e) {
        return e.getCode() == UNAUTHORIZED;
    }

    /** @throws InterruptedException when that is what it was */
    SourceException of(MongoException e) throws InterruptedException {
        if (e instanceof MongoInterruptedException || Thread.currentThread().isInterrupted()) {
            Thread.interrupted();
            throw new InterruptedException("Reading from " + address + " was interrupted");
        }
        return new SourceException(address.hide(Reason.oneLine(text(e))), withoutSecrets(e));
    }

    private String text(MongoException e) {
        return switch (e) {
            case MongoSecurityException security -> refused(security.getCause());
            case MongoCommandException command when command.getCode() == AUTHENTICATION_FAILED -> refused(command);
            case MongoCommandException command
            when command.getCode() == UNAUTHORIZED ->
                "MongoDB at %s does not let %s do this (%s); give the user the role read on the database"
                        .formatted(address, user(), command.getErrorMessage());
            case MongoCommandException command ->
                "MongoDB at %s refuses: %s (code %d)"
                        .formatted(address, command.getErrorMessage(), command.getErrorCode());
            case MongoTimeoutException timeout -> "Cannot reach MongoDB at %s: %s".formatted(address, reason(timeout));
            case MongoSocketException socket ->
                "The connection to MongoDB at %s was lost: %s".formatted(address, Reason.root(socket));
            case MongoConfigurationException configuration ->
                "Cannot connect to MongoDB at %s: %s".formatted(address, configuration.getMessage());
            default -> "MongoDB at %s: %s".formatted(address, e.getMessage());
        };
    }

    private String refused(@Nullable Throwable cause) {
        String why = cause instanceof MongoCommandException command ? command.getErrorMessage() : "";
        return "MongoDB at %s refuses the login of %s%s; check user, password and the option authSource in host"
                .formatted(address, user(), why.isBlank() ? "" : " (" + why + ")");
    }

    private String user() {
        return address.user().isEmpty() ? "somebody who does not log in" : "'" + address.user() + "'";
    }

    /** What the servers said, where the driver only says how long it has waited. */
    private String reason(MongoTimeoutException timeout) {
        if (client != null) {
            for (ServerDescription server : client.getClusterDescription().getServerDescriptions()) {
                Throwable failure = server.getException();
                if (failure != null) {
                    return server.getAddress() + ": " + Reason.root(failure);
                }
            }
        }
        return String.valueOf(timeout.getMessage());
    }

    /** The driver's exceptions may print commands; only what carries no payload is kept as the cause. */
    private static @Nullable Throwable withoutSecrets(MongoException e) {
        return e instanceof MongoSocketException || e instanceof MongoTimeoutException ? e : null;
    }
}
