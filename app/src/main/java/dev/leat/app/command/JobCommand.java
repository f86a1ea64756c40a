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

/** {@code leat job}: the sync jobs of connectors; its subcommands do the work. */
@Command(
        name = "job",
        customSynopsis = "leat job start|list|show|cancel [OPTIONS]",
        description = {
            "Starts, shows and cancels sync jobs, the runs of connectors.",
            "A service of the connector protocol has to be there to run them."
        },
        footer = {
            "",
            "Examples:",
            "  leat job start orders --wait",
            "  leat job list --connector orders",
            "  leat job show JOB",
            "  leat job cancel JOB"
        })
final class JobCommand implements Callable<Integer> {

    @Spec
    @Nullable
    private CommandSpec spec;

    private JobCommand() {}

    /** The command, with its subcommands if it is meant by the words of the command line. */
    static CommandLine commandLine(Session session, List<String> words) {
        CommandLine job = new CommandLine(new JobCommand());
        return words.contains("job")
                ? job.addSubcommand(new JobStart(session))
                        .addSubcommand(new JobList(session))
                        .addSubcommand(new JobShow(session))
                        .addSubcommand(new JobCancel(session))
                : job;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            return ExitCode.USAGE.number();
        }
        throw new ParameterException(spec.commandLine(), "Say what to do: start, list, show or cancel");
    }
}
