package dev.leat.app.command;

import dev.leat.app.config.GlobalOptions.LogLevel;
import dev.leat.app.terminal.Build;
import dev.leat.app.terminal.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.RunLast;

/** The command line of {@code leat}: which commands there are, and what they have in common. */
public final class Commands {

    private Commands() {}

    /** The commands under {@code leat}, in the order of the help. A new command needs a line here and nothing more. */
    private static List<CommandLine> all(Session session, List<String> words) {
        return List.of(
                new CommandLine(new DemoCommand(session)),
                new CommandLine(new ElasticsearchCommand())
                        .addSubcommand(new ElasticsearchStart(session))
                        .addSubcommand(new ElasticsearchStop(session))
                        .addSubcommand(new ElasticsearchStatus(session)),
                MirrorCommand.commandLine(session),
                new CommandLine(new ServeCommand(session)),
                new CommandLine(new LoadCommand(session)),
                new CommandLine(new ScanCommand(session)),
                CollectionCommand.commandLine(session, words),
                ConnectorCommand.commandLine(session, words),
                JobCommand.commandLine(session, words),
                SyncCommand.commandLine(session, words),
                new CommandLine(new DoctorCommand(session)));
    }

    /** Runs what the arguments ask for, prints what comes of it, and returns the exit status. */
    public static int run(Session session, String... arguments) {
        try {
            return commandLine(session, List.of(arguments)).execute(arguments);
        } catch (Error e) {
            return new Failures(session).report(e).number();
        }
    }

    /** Does what the arguments of {@code elastic-ingest} ask for, and returns the exit status. */
    public static int runIngest(Session session, String... arguments) {
        try {
            CommandLine ingest = new CommandLine(new IngestCommand(session));
            ingest.getCommandSpec().version(Build.current().describe("elastic-ingest"));
            return dress(ingest, session, "elastic-ingest").execute(arguments);
        } catch (Error e) {
            return new Failures(session).report(e).number();
        }
    }

    /** @param words the arguments to come */
    static CommandLine commandLine(Session session, List<String> words) {
        CommandLine leat = new CommandLine(new LeatCommand(session));
        all(session, words).forEach(command -> leat.addSubcommand(command));
        leat.getCommandSpec().version(Build.current().describe("leat"));
        dress(leat, session, "leat").setExecutionStrategy(parsed -> {
            LogLevel level = session.options().logLevel();
            Logging.use(level.name());
            return new RunLast().execute(parsed);
        });
        shortenHelp(leat);
        return leat;
    }

    /** What all commands have in common: where they print, and how they fail. */
    private static CommandLine dress(CommandLine line, Session session, String name) {
        Failures failures = new Failures(session, name);
        return line.setOut(writer(session.terminal().out()))
                .setErr(writer(session.terminal().err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        session.terminal().outIsTerminal()
                                        && !session.environment().containsKey("NO_COLOR")
                                ? Ansi.ON
                                : Ansi.OFF))
                // --query @FILE names a file that is ours to read.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(110)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** The help of a command names its own options; those that all commands share stand in the help of leat. */
    private static void shortenHelp(CommandLine leat) {
        for (CommandLine command : leat.getSubcommands().values()) {
            command.getHelpSectionMap().put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> {
                CommandLine.Help.Layout layout = help.createDefaultLayout();
                help.commandSpec().options().stream()
                        .filter(option -> !option.inherited() && !option.hidden())
                        .forEach(option -> layout.addOption(option, help.parameterLabelRenderer()));
                return layout.toString();
            });
            command.getHelpSectionMap()
                    .put(
                            CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                            help -> help.commandSpec().options().stream().allMatch(OptionSpec::inherited) ? "" : "\n");
            shortenHelp(command);
        }
    }

    private static PrintWriter writer(java.io.PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
