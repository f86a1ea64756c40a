package dev.leat.sources.journey;

import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.service.QuickService;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A service in a process of its own, to be killed: {@code URL DATA-DIRECTORY SERVICE-TYPE DOCUMENTS}. It stops in every
 * scope that has more documents than that, behind so many, and never goes on.
 */
public final class JourneyProcess {

    /** Longer than the time that the mirror lets pass between two checkpoints: the first one is recorded at once. */
    private static final Duration BEFORE_THE_FIRST = Duration.ofMillis(300);

    private JourneyProcess() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) {
        Stage stage = new Stage();
        stage.stopBehind(Integer.parseInt(arguments[3]));
        stage.hesitate(BEFORE_THE_FIRST);
        try (Cluster cluster = Cluster.connect(arguments[0], Credentials.none())) {
            QuickService.of(Path.of(arguments[1]), arguments[2], cluster, staged(stage, arguments[2]))
                    .run();
        }
    }

    /** One kind of source, with a stage before it. */
    static DataSourceCatalog staged(Stage stage, String serviceType) {
        return new DataSourceCatalog(List.of(stage.around(
                DataSourceCatalog.load(JourneyProcess.class.getClassLoader()).require(serviceType))));
    }
}
