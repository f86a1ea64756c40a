package dev.leat.app.command;

import dev.leat.app.config.ConnectionSettings;
import dev.leat.app.sync.SyncFile;
import dev.leat.cassandra.config.PairConfig;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.ClusterSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which sync is meant, and which of its pairs: what all commands of {@code leat sync} are told. */
final class SyncTarget {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "a leat.yml with a section 'sync:', or a config.json")
    @Nullable
    private Path config;

    /** The pairs that are meant, of those of a file. */
    static final class Pairs {

        @Option(names = "--pair", paramLabel = "NAME", description = "only this pair, once or more")
        private List<String> names = new ArrayList<>();

        SyncFile of(SyncFile file) {
            if (names.isEmpty()) {
                return file;
            }
            List<PairConfig> pairs = new ArrayList<>();
            for (String name : names) {
                pairs.add(file.config()
                        .findPair(name)
                        .orElseThrow(() -> new ConfigException(
                                "--pair",
                                file.path() + " has no pair '" + name + "'; it has "
                                        + file.config().pairs().stream()
                                                .map(PairConfig::name)
                                                .toList())));
            }
            SyncConfig some = file.config().withPairs(pairs.stream().distinct().toList());
            return new SyncFile(file.path(), some, file.isSeeds());
        }
    }

    /**
     * The file that is meant.
     *
     * @throws ConfigException with all that is wrong with it
     */
    SyncFile file(Session session) {
        Path seeds = Path.of("config.json");
        Optional<Path> named = Optional.ofNullable(config)
                .or(() -> ConnectionSettings.file(session.options(), session.environment(), null));
        List<Path> otherwise = new ArrayList<>(List.of(seeds));
        ConnectionSettings.file(session.options(), session.environment(), System.getProperty("leat.home"))
                .ifPresent(otherwise::add);
        return SyncFile.read(SyncFile.choose(named, otherwise), session.environment());
    }

    /** The cluster that is meant: as the file says, unless options or the environment say otherwise. */
    static ClusterSettings cluster(Session session, SyncFile file) {
        return session.clusterSettings(
                file.isSeeds() ? Optional.empty() : Optional.of(file.path()),
                file.path().toString(),
                file.elasticsearch());
    }
}
