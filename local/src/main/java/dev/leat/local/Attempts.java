package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * How often a fetch is tried again, and what it is called when it fails in the end.
 *
 * @param product what is fetched, for messages, such as {@code Elasticsearch 9.4.3}
 */
record Attempts(String product, Repository repository, Pause pause) {
    private static final int ATTEMPTS = 5;
    private static final int ATTEMPTS_WHEN_CORRUPT = 2;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** One go at what is left of a fetch. */
    @FunctionalInterface
    interface Fetch {
        void run() throws IOException;
    }

    /**
     * Tries until nothing is left, and gives up after too many failures without progress.
     *
     * @param path what is fetched from the repository
     * @param left how much is left to fetch
     */
    void untilDone(String path, IntSupplier left, Fetch fetch) {
        int failures = 0;
        while (left.getAsInt() > 0) {
            int before = left.getAsInt();
            try {
                fetch.run();
            } catch (FileNotFoundException e) {
                throw notThere(path, e);
            } catch (DiskException e) {
                throw LocalException.file("Cannot unpack " + product, e);
            } catch (IOException e) {
                failures = left.getAsInt() < before ? 1 : failures + 1;
                if (e instanceof CorruptFileException ? failures >= ATTEMPTS_WHEN_CORRUPT : failures >= ATTEMPTS) {
                    throw failed(e);
                }
                rest(FIRST_PAUSE.multipliedBy(1L << (failures - 1)));
            }
        }
    }

    private void rest(Duration time) {
        try {
            pause.rest(time);
        } catch (InterruptedException e) {
            throw LocalException.interrupted("fetching " + product, e);
        }
    }

    private LocalException notThere(String path, FileNotFoundException cause) {
        return new LocalException(
                Reason.NOT_IN_REPOSITORY,
                "The Maven repository " + repository.display() + " does not hand out " + path + " ("
                        + cause.getMessage() + "): set " + Repository.VARIABLE + " to one that mirrors Maven Central",
                cause);
    }

    private LocalException failed(IOException cause) {
        String detail = cause.getMessage() == null ? "" : " " + cause.getMessage();
        if (cause instanceof CorruptFileException) {
            return new LocalException(
                    Reason.CORRUPT_DOWNLOAD,
                    "What the Maven repository " + repository.display() + " sends is not " + product + " as listed:"
                            + detail + ": set " + Repository.VARIABLE
                            + " to another repository, or look at the proxy in between",
                    cause);
        }
        return new LocalException(
                Reason.NO_NETWORK,
                "Cannot fetch " + product + " from " + repository.display() + " ("
                        + cause.getClass().getSimpleName() + detail + "): check the network, or set "
                        + Repository.VARIABLE + " to a reachable Maven repository (file: works, too), or copy the cache"
                        + " directory of a machine that has it; what has arrived is kept",
                cause);
    }
}
