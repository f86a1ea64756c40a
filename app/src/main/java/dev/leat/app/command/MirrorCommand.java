package dev.leat.app.command;

import dev.leat.app.mirror.MirrorSummary;
import dev.leat.app.mirror.SourceHelp;
import dev.leat.app.mirror.SourceSettings;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.app.terminal.Prompt;
import dev.leat.app.terminal.Summary;
import dev.leat.connect.Configuration;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.SourceException;
import dev.leat.connect.mirror.DeleteConsent;
import dev.leat.connect.mirror.JobDirectory;
import dev.leat.connect.mirror.Mirror;
import dev.leat.connect.mirror.MirrorReport;
import dev.leat.connect.mirror.MirrorSettings;
import dev.leat.connect.mirror.RunMode;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat mirror}: one full sync of a source into an index. */
@Command(
        name = "mirror",
        customSynopsis = "leat mirror TYPE INDEX --set KEY=VALUE… [OPTIONS]",
        description = {
            "Brings an index in line with a source, once.",
            "Writes what is new or has changed, deletes what is gone, and leaves the rest alone. The index is made if"
                    + " it is not there."
        })
final class MirrorCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "TYPE",
            description = "kind of source; 'leat mirror TYPE --help' shows its settings")
    private String type = "";

    @Parameters(index = "1", paramLabel = "INDEX", description = "where to; an index or an alias of one")
    private String index = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of the source; of a secret, KEY=@FILE reads a file and KEY=- asks")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--dry-run", description = "write nothing; say what would be created, updated and deleted")
    private boolean dryRun;

    @Option(names = "--allow-deletes", description = "delete all that is gone, however much it is, this once")
    private boolean allowDeletes;

    @Option(
            names = "--max-delete-ratio",
            paramLabel = "R",
            defaultValue = "0.2",
            description = "part of the index that may be deleted, from 0 to 1 (default: ${DEFAULT-VALUE})")
    private double maxDeleteRatio;

    @Option(
            names = "--scopes-at-once",
            paramLabel = "N",
            defaultValue = "4",
            description = "tables, folders… read at the same time (default: ${DEFAULT-VALUE})")
    private int scopesAtOnce;

    @Option(
            names = "--contents-at-once",
            paramLabel = "N",
            defaultValue = "4",
            description = "contents fetched at the same time (default: ${DEFAULT-VALUE})")
    private int contentsAtOnce;

    @Option(names = "--job-directory", paramLabel = "DIR", description = "where the state of an unfinished run is kept")
    private @Nullable Path jobDirectory;

    private MirrorCommand(Session session) {
        this.session = session;
    }

    /** The command with its help, which depends on the kinds of sources that are there. */
    static CommandLine commandLine(Session session) {
        MirrorCommand command = new MirrorCommand(session);
        CommandLine line = new CommandLine(command);
        line.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_FOOTER,
                        help -> new SourceHelp(command.catalog()).footer(command.type));
        return line;
    }

    /** Loaded when it is needed: no other command should pay for it. */
    private DataSourceCatalog catalog() {
        return session.catalog();
    }

    @Override
    public Integer call() throws InterruptedException {
        DataSourceProvider provider = catalog().require(type);
        Configuration configuration = new SourceSettings(
                        provider.configurationSchema(), session.environment(), new Prompt(session.terminal())::ask)
                .parse(settings);
        try {
            return conclude(run(provider, configuration));
        } catch (CancelledException e) {
            throw new CancelledException("the mirror was interrupted; run the same command again to go on", e);
        }
    }

    private MirrorReport run(DataSourceProvider provider, Configuration configuration) throws InterruptedException {
        MirrorSettings mirror = mirrorSettings(configuration);
        try (Cluster cluster = session.connect();
                DataSource source = open(provider, configuration);
                ClosableProgress progress = ProgressBars.open(session.terminal(), "mirror " + index, "docs", 1)) {
            return Mirror.run(cluster, mirror, source, progress);
        }
    }

    private MirrorSettings mirrorSettings(Configuration configuration) {
        Path directory = jobDirectory != null ? jobDirectory : JobDirectory.standard(type + "-" + index);
        return MirrorSettings.of(index, directory, type + " " + configuration.fingerprint())
                .withMode(dryRun ? RunMode.DRY_RUN : RunMode.WRITE)
                .withConsent(allowDeletes ? DeleteConsent.ALL : DeleteConsent.WITHIN_RATIO)
                .withMaxDeleteRatio(maxDeleteRatio)
                .withScopesAtOnce(scopesAtOnce)
                .withContentsAtOnce(contentsAtOnce);
    }

    private static DataSource open(DataSourceProvider provider, Configuration configuration)
            throws InterruptedException {
        try {
            return provider.open(configuration);
        } catch (LeatException | InterruptedException e) {
            throw e;
        } catch (Exception e) { // A source may be anybody's code.
            throw new SourceException(
                    "The source '" + provider.serviceType() + "' cannot be opened: " + e.getMessage(), e);
        }
    }

    private int conclude(MirrorReport report) {
        MirrorSummary summary = new MirrorSummary(report);
        if (session.format() == Summary.Format.TABLE) {
            summary.printScopes(session.terminal().out());
        }
        session.print(summary.summary());
        summary.notes().forEach(session.terminal()::note);
        if (!report.isComplete() || report.isWithheld()) {
            return ExitCode.FAILED.number();
        }
        return report.totals().deadLetters() > 0 ? ExitCode.REJECTED.number() : ExitCode.DONE.number();
    }
}
