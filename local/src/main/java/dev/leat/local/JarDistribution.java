package dev.leat.local;

import dev.leat.local.JarList.Jar;
import dev.leat.local.Repository.Body;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * The cached jars of a program: fetched when they are missing, several at a time, verified one by one.
 *
 * @param name what the directory is called, such as {@code cassandra-5.0.9}
 * @param product what it is called in messages, such as {@code Cassandra 5.0.9}
 */
record JarDistribution(String name, String product, JarList list, Cache cache, Repository repository) {
    /** The directory that the jars are in, when they are all there. */
    Path home() {
        return cache.home(name, list.toString());
    }

    /**
     * Makes sure that the jars are there.
     *
     * @return their directory
     * @throws LocalException if they cannot be fetched, or are not those that the list names
     */
    Path install(ProgressListener listener) {
        Path home = home();
        cache.install(product, name + ".lock", home, new JarContent(listener), listener);
        return home;
    }

    /** The jars of the list. */
    private final class JarContent implements Cache.Content {
        private final DownloadMeter meter;

        JarContent(ProgressListener listener) {
            this.meter = new DownloadMeter(product, list.bytes(), listener);
        }

        @Override
        public boolean isComplete(Path home) throws IOException {
            for (Jar jar : list.jars()) {
                Path file = home.resolve(jar.name());
                if (!Files.isRegularFile(file) || Files.size(file) != jar.size()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Cache.Pending pending(Path target) throws IOException {
            VerifiedFiles files = new VerifiedFiles(target);
            List<Jar> missing = new ArrayList<>();
            for (Jar jar : list.jars()) {
                if (files.has(jar.name(), jar.size(), jar.sha256())) {
                    meter.accept(jar.size());
                } else {
                    missing.add(jar);
                }
            }
            return new Cache.Pending(missing.stream().mapToLong(Jar::size).sum(), () -> {
                Crew.run(
                        product,
                        missing.stream()
                                .<Runnable>map(jar -> () -> fetch(jar, files))
                                .toList());
                meter.finish();
            });
        }

        private void fetch(Jar jar, VerifiedFiles files) {
            AtomicInteger left = new AtomicInteger(1);
            new Attempts(product, repository, cache.pause()).untilDone(jar.path(), left::get, () -> {
                try (Body body = repository.open(jar.path(), 0, jar.size())) {
                    files.put(
                            jar.name(), jar.sha256(), VerifiedFiles.PLAIN, out -> copy(jar, body.stream(), out, meter));
                }
                left.set(0);
            });
        }
    }

    private static String copy(Jar jar, InputStream stream, OutputStream out, LongConsumer received)
            throws IOException {
        MessageDigest digest = VerifiedFiles.sha256();
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        boolean complete = false;
        try {
            for (int count = stream.read(buffer); count >= 0 && size <= jar.size(); count = stream.read(buffer)) {
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
                size += count;
                received.accept(count);
            }
            if (size < jar.size()) {
                throw new EOFException("the connection broke off");
            }
            complete = true;
        } finally {
            if (!complete) {
                // Its bytes will flow again.
                received.accept(-size);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
