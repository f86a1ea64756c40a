package dev.leat.app.command;

import dev.leat.app.config.GlobalOptions.LogLevel;
import dev.leat.app.ingest.Ingest;
import dev.leat.app.ingest.IngestAction;
import dev.leat.app.ingest.IngestSettings;
import dev.leat.app.ingest.Serving;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Logging;
import dev.leat.elastic.cluster.ClusterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat serve}: the connectors service, with the options of {@code leat}. */
@Command(
        name = "serve",
        customSynopsis = "leat serve [-c FILE] [OPTIONS]",
        description = "Runs the connectors service, as elastic-ingest does, until Ctrl-C or a request to end.",
        footer = {
            "",
            "Examples:",
            "  leat serve -c leat.yml",
            "  leat serve -c config.yml --action sync_content",
            "",
            "The log goes to standard error, from info upwards unless --log-level says otherwise."
        })
final class ServeCommand implements Callable<Integer> {

    private final Session session;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            converter = ActionWord.class,
            description = "only this loop, once or more: schedule, sync_content, sync_access_control, cleanup")
    private List<IngestAction> actions = new ArrayList<>();

    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Ingest ingest = new Ingest(session.options().config(), session.environment(), System.getProperty("leat.home"));
        IngestSettings settings = ingest.settings();
        LogLevel level = session.options().namedLogLevel();
        Logging.use(Logging.Style.SERVICE);
        Logging.use(level == null ? LogLevel.INFO.name() : level.name());
        boolean isSaid = settings.isClusterNamed() && !session.options().isClusterNamed();
        ClusterSettings cluster = isSaid ? settings.cluster() : session.clusterSettings();
        new Serving(settings, cluster, session.environment()).run(actions);
        return ExitCode.DONE.number();
    }
}
