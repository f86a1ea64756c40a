package dev.leat.local;

import dev.leat.local.DistributionList.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/** The cached files of one release of Elasticsearch: fetched when they are missing, verified one by one. */
final class Distribution {
    private final ElasticsearchVersion version;
    private final DistributionList list;
    private final Cache cache;
    private final Repository repository;

    Distribution(
            ElasticsearchVersion version,
            DistributionList list,
            Path cache,
            Repository repository,
            Pause pause,
            ToLongFunction<Path> usableSpace) {
        this(version, list, new Cache(cache, pause, usableSpace), repository);
    }

    private Distribution(ElasticsearchVersion version, DistributionList list, Cache cache, Repository repository) {
        this.version = version;
        this.list = list;
        this.cache = cache;
        this.repository = repository;
    }

    static Distribution of(ElasticsearchVersion version, Machine machine) {
        return new Distribution(version, DistributionList.of(version), Cache.of(machine), Repository.of(machine));
    }

    /** The directory that the files are in, when they are all there. */
    Path home() {
        return cache.home("elasticsearch-" + version.number(), list.toString());
    }

    /**
     * Makes sure that the files are there.
     *
     * @return their directory
     * @throws LocalException if they cannot be fetched, or are not those that the list names
     */
    Path install(ProgressListener listener) {
        Path home = home();
        cache.install(
                version.product(),
                "elasticsearch-" + version.number() + ".lock",
                home,
                new ArchiveContent(listener),
                listener);
        return home;
    }

    /** The files of the list, fetched from one archive. */
    private final class ArchiveContent implements Cache.Content {
        private final ProgressListener listener;

        ArchiveContent(ProgressListener listener) {
            this.listener = listener;
        }

        @Override
        public boolean isComplete(Path home) throws IOException {
            for (Entry entry : list.entries()) {
                Path file = home.resolve(entry.path());
                if (!Files.isRegularFile(file) || Files.size(file) != entry.size()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Cache.Pending pending(Path target) throws IOException {
            Download download = new Download(version, list, target, repository, cache.pause(), listener);
            List<Entry> missing = download.missing();
            return new Cache.Pending(missing.stream().mapToLong(Entry::size).sum(), () -> download.run(missing));
        }
    }
}
