package dev.leat.sources.networkdrive;

import com.hierynomus.mserref.NtStatus;
import com.hierynomus.mssmb2.SMBApiException;
import com.hierynomus.smbj.SMBClient;
import com.hierynomus.smbj.SmbConfig;
import com.hierynomus.smbj.auth.AuthenticationContext;
import com.hierynomus.smbj.common.SMBRuntimeException;
import com.hierynomus.smbj.connection.Connection;
import com.hierynomus.smbj.share.DiskShare;
import com.hierynomus.smbj.share.Share;
import dev.leat.connect.SourceException;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.Secret;
import dev.leat.elastic.Waiter;
import dev.leat.sources.failure.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a share, made on first use and anew when it is lost. Thread-safe: requests of several threads share
 * it. What it throws never names the password.
 */
final class ShareConnection implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 60;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    private static final Set<NtStatus> LOGIN_REFUSED = Set.of(
            NtStatus.STATUS_LOGON_FAILURE,
            NtStatus.STATUS_PASSWORD_EXPIRED,
            NtStatus.STATUS_ACCOUNT_DISABLED,
            NtStatus.STATUS_LOGON_TYPE_NOT_GRANTED);

    private static final Set<NtStatus> GONE = Set.of(
            NtStatus.STATUS_OBJECT_NAME_NOT_FOUND,
            NtStatus.STATUS_OBJECT_PATH_NOT_FOUND,
            NtStatus.STATUS_NOT_FOUND,
            NtStatus.STATUS_DELETE_PENDING);

    /** {@code STATUS_NETWORK_NAME_DELETED} and {@code STATUS_USER_SESSION_DELETED}: a server that was restarted. */
    private static final Set<Long> SESSION_LOST = Set.of(0xC00000C9L, 0xC0000203L, 0xC000020CL);

    private final String server;
    private final int port;
    private final String user;
    private final Secret password;
    private final String shareName;
    private final int retries;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Open open;
    private boolean closed;

    ShareConnection(String server, int port, String user, Secret password, String shareName, int retries) {
        this.server = server;
        this.port = port;
        this.user = user;
        this.password = password;
        this.shareName = shareName;
        this.retries = retries;
    }

    /** What is open while we are connected. */
    private record Open(SMBClient client, WatchedSockets sockets, Connection connection, DiskShare share) {
        boolean isAlive() {
            return connection.isConnected() && !sockets.isLost();
        }
    }

    /** Something asked of the share. */
    @FunctionalInterface
    interface Request<T> {
        T send(DiskShare share) throws IOException;
    }

    /**
     * Asks the share, again when the connection was lost.
     *
     * @param what what is asked for, for the error
     * @throws SMBApiException when the server says no
     * @throws SourceException when it cannot be reached
     */
    <T> T call(String what, Request<T> request) throws InterruptedException {
        int failures = 0;
        while (true) {
            Open now = null;
            try {
                now = connected();
                return request.send(now.share());
            } catch (SMBApiException e) {
                if (!SESSION_LOST.contains(e.getStatusCode()) || failures >= retries) {
                    throw e;
                }
            } catch (IOException | SMBRuntimeException e) {
                throwIfInterrupted(e);
                if (failures >= retries) {
                    throw new SourceException("Cannot reach %s for %s: %s".formatted(this, what, Reason.root(e)), e);
                }
            }
            drop(now);
            Waiter.system().sleep(BACKOFF.delay(failures, RandomGenerator.getDefault()));
            failures++;
        }
    }

    /** Whether the server said that there is no such file or folder any more. */
    static boolean isGone(SMBApiException e) {
        return GONE.contains(e.getStatus());
    }

    /** What a refusal means, for people. */
    static String reason(SMBApiException e) {
        return switch (e.getStatus()) {
            case STATUS_ACCESS_DENIED -> "permission denied";
            case STATUS_OBJECT_NAME_NOT_FOUND, STATUS_OBJECT_PATH_NOT_FOUND, STATUS_NOT_FOUND -> "it is not there";
            case STATUS_SHARING_VIOLATION -> "another program holds it open";
            case STATUS_PATH_NOT_COVERED -> "it lies on another server (DFS)";
            default -> "the server answers " + e.getStatus();
        };
    }

    @Override
    public void close() {
        Open last;
        lock.lock();
        try {
            last = open;
            open = null;
            closed = true;
        } finally {
            lock.unlock();
        }
        end(last);
    }

    /** The share; never the login. */
    @Override
    public String toString() {
        return "\\\\" + server + "\\" + shareName + (port == SMBClient.DEFAULT_PORT ? "" : " (port " + port + ")");
    }

    String server() {
        return server;
    }

    private Open connected() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("The source was closed");
            }
            if (open == null || !open.isAlive()) {
                end(open);
                open = null;
                open = connect();
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private Open connect() throws IOException {
        WatchedSockets sockets = new WatchedSockets();
        SMBClient client = new SMBClient(SmbConfig.builder()
                .withSocketFactory(sockets)
                .withTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .withSoTimeout(0, TimeUnit.SECONDS)
                .build());
        boolean done = false;
        try {
            Connection connection = client.connect(server, port);
            Share share = login(connection);
            if (!(share instanceof DiskShare disk)) {
                throw new SourceException(this + " is no share of files");
            }
            done = true;
            return new Open(client, sockets, connection, disk);
        } finally {
            if (!done) {
                client.close();
            }
        }
    }

    private Share login(Connection connection) {
        int backslash = user.indexOf('\\');
        String domain = backslash < 0 ? "" : user.substring(0, backslash);
        try {
            return connection
                    .authenticate(new AuthenticationContext(
                            user.substring(backslash + 1), password.reveal().toCharArray(), domain))
                    .connectShare(shareName);
        } catch (SMBApiException e) {
            if (LOGIN_REFUSED.contains(e.getStatus())) {
                throw new SourceException(
                        "%s refuses the login of %s (%s); check username and password"
                                .formatted(server, user, e.getStatus()),
                        e);
            }
            if (e.getStatus() == NtStatus.STATUS_BAD_NETWORK_NAME) {
                throw new SourceException(
                        "There is no share '%s' on %s; check drive_path".formatted(shareName, server), e);
            }
            throw new SourceException("Cannot open %s: %s".formatted(this, reason(e)), e);
        }
    }

    private void drop(@Nullable Open lost) {
        lock.lock();
        try {
            if (lost != null && lost.equals(open)) {
                open = null;
            }
        } finally {
            lock.unlock();
        }
        end(lost);
    }

    private static void end(@Nullable Open open) {
        if (open == null) {
            return;
        }
        try {
            open.connection().close(true);
        } catch (IOException | SMBRuntimeException e) {
            // It is gone either way.
        }
        open.client().close();
    }

    private static void throwIfInterrupted(Exception e) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        for (Throwable cause = e; cause != null && !interrupted; cause = cause.getCause()) {
            interrupted = cause instanceof InterruptedException;
        }
        if (interrupted) {
            throw new InterruptedException("Reading the share was interrupted");
        }
    }
}
