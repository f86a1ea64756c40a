package dev.leat.app.command;

import dev.leat.app.ingest.Ingest;
import dev.leat.app.ingest.IngestAction;
import dev.leat.app.ingest.IngestSettings;
import dev.leat.app.ingest.Serving;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Logging;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code elastic-ingest}: the connectors service under the name and with the options of Elastic's. */
@Command(
        name = "elastic-ingest",
        customSynopsis = "elastic-ingest [OPTIONS]",
        description = "The connectors service: mirrors third-party systems into Elasticsearch as connectors say.",
        footer = {
            "",
            "Examples:",
            "  elastic-ingest -c config.yml",
            "  elastic-ingest --action list -c config.yml",
            "  elastic-ingest --action config --service-type mongodb",
            "",
            "Without -c, the variable LEAT_CONFIG names the file, or it is conf/config.yml or conf/leat.yml of the",
            "installation. Ctrl-C and a request to end suspend the jobs that run. Exit codes: 0 done, 1 failed,",
            "2 wrong usage or configuration, 255 the checks before the start failed."
        })
@SuppressWarnings("UnusedVariable") // picocli reads the fields
final class IngestCommand implements Callable<Integer> {

    /** How much is logged, in the words of Python. */
    enum Level {
        DEBUG("DEBUG"),
        INFO("INFO"),
        WARNING("WARN"),
        ERROR("ERROR"),
        CRITICAL("ERROR");

        private final String ours;

        Level(String ours) {
            this.ours = ours;
        }

        /** The level that a configuration names; an unknown one is that of every day. */
        static Level of(@Nullable String word) {
            return Arrays.stream(values())
                    .filter(level -> level.name().equalsIgnoreCase(word) || level.ours.equalsIgnoreCase(word))
                    .findFirst()
                    .orElse(INFO);
        }

        String ours() {
            return ours;
        }
    }

    @Spec
    private CommandSpec spec;

    private final Session session;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            converter = ActionWord.class,
            description =
                    "what to do, once or more: schedule, sync_content, sync_access_control, cleanup (default: these"
                            + " four, also called poll); list or config alone")
    private List<IngestAction> actions = new ArrayList<>();

    @Option(
            names = {"-c", "--config-file", "--config"},
            paramLabel = "FILE",
            description = "configuration: config.yml or leat.yml")
    private @Nullable Path file;

    @Option(
            names = "--service-type",
            paramLabel = "T",
            description = "with --action config: whose configuration to print")
    private @Nullable String serviceType;

    @Option(
            names = "--log-level",
            paramLabel = "L",
            description = "DEBUG, INFO, WARNING, ERROR or CRITICAL (default: that of the configuration, or INFO)")
    private @Nullable Level level;

    @Option(names = "--debug", description = "the same as --log-level DEBUG")
    private boolean debug;

    @Option(names = "--filebeat", description = "log lines in JSON, as the Elastic Common Schema has them")
    private boolean filebeat;

    @Option(names = "--uvloop", description = "accepted and ignored")
    private boolean uvloop;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Option(
            names = {"-v", "-V", "--version"},
            versionHelp = true,
            description = "show version, commit and Java")
    private boolean version;

    IngestCommand(Session session) {
        this.session = session;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws InterruptedException {
        checkCombination();
        Ingest ingest = new Ingest(file, session.environment(), System.getProperty("leat.home"));
        if (actions.contains(IngestAction.LIST)) {
            ingest.list(session.terminal().out());
        } else if (actions.contains(IngestAction.CONFIG) && serviceType != null) {
            ingest.config(serviceType, session.terminal().out());
        } else {
            serve(ingest.settings());
        }
        return ExitCode.DONE.number();
    }

    private void serve(IngestSettings settings) throws InterruptedException {
        Logging.use(filebeat ? Logging.Style.ECS : Logging.Style.SERVICE);
        Logging.use(logLevel(settings).ours());
        new Serving(settings, settings.cluster(), session.environment()).run(actions);
    }

    private Level logLevel(IngestSettings settings) {
        if (level != null) {
            return level;
        }
        return debug ? Level.DEBUG : Level.of(settings.logLevel());
    }

    private void checkCombination() {
        CommandLine line = spec.commandLine();
        boolean isAlone = actions.size() == 1;
        if (!isAlone && (actions.contains(IngestAction.LIST) || actions.contains(IngestAction.CONFIG))) {
            throw new ParameterException(line, "--action list and --action config stand alone");
        }
        if (actions.contains(IngestAction.CONFIG) && serviceType == null) {
            throw new ParameterException(line, "--action config needs --service-type T");
        }
    }
}
