package dev.leat.app.command;

import dev.leat.app.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat sync}: keeps Cassandra tables and indices in step; its subcommands do the work. */
@Command(
        name = "sync",
        customSynopsis = "leat sync once|run|start|stop|status|verify [CONFIG] [OPTIONS]",
        description = {
            "Keeps Cassandra tables and Elasticsearch indices in step, both ways.",
            "CONFIG is a leat.yml with a section 'sync:', or the config.json of PyCassElastic as it is. Without it, the file"
                    + " of --config or LEAT_CONFIG, else config.json in this folder, else conf/leat.yml of the installation."
        },
        footer = {
            "",
            "Examples:",
            "  leat sync once config.json --dry-run    what would be written, and where",
            "  leat sync once config.json              everything that has changed, once",
            "  leat sync run leat.yml                  on and on, until Ctrl-C",
            "  leat sync start leat.yml                the same in the background",
            "  leat sync status leat.yml               lag, rates, conflicts, dead letters",
            "  leat sync stop leat.yml",
            "  leat sync verify leat.yml               compares both sides whole; exit code 1 when they differ",
            "",
            "Exit codes: 0 done, 1 failed or different, 2 wrong usage or configuration, 3 done but there were dead letters,",
            "130 Ctrl-C."
        })
final class SyncCommand implements Callable<Integer> {

    @Spec
    @Nullable
    private CommandSpec spec;

    private SyncCommand() {}

    /** The command, with its subcommands if it is meant by the words of the command line. */
    static CommandLine commandLine(Session session, List<String> words) {
        CommandLine sync = new CommandLine(new SyncCommand());
        return words.contains("sync")
                ? sync.addSubcommand(new SyncOnce(session))
                        .addSubcommand(new SyncRun(session))
                        .addSubcommand(new SyncStart(session))
                        .addSubcommand(new SyncStop(session))
                        .addSubcommand(new SyncState(session))
                        .addSubcommand(new SyncVerify(session))
                : sync;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            return ExitCode.USAGE.number();
        }
        throw new ParameterException(spec.commandLine(), "Say what to do: once, run, start, stop, status or verify");
    }
}
