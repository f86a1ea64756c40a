package dev.leat.app.command;

import dev.leat.app.file.FileTrouble;
import dev.leat.app.ingest.PreflightException;
import dev.leat.app.terminal.ExitCode;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Nearest;
import dev.leat.local.LocalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line that says what to do, and into an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Session session;
    private final String command;

    Failures(Session session) {
        this(session, "leat");
    }

    /** @param command the name that the lines begin with */
    Failures(Session session, String command) {
        this.session = session;
        this.command = command;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        session.terminal().note(this.command + ": " + describe(failure, command) + ". Run '" + name + " --help'");
        showStackTrace(failure);
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ParameterException usage) {
            return handleParseException(usage, new String[0]);
        }
        return report(failure).number();
    }

    private static String describe(ParameterException failure, CommandLine command) {
        List<String> unknown = failure instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched()
                : command.getUnmatchedArguments().stream()
                        .filter(argument -> argument.startsWith("-"))
                        .toList();
        if (!unknown.isEmpty()) {
            String word = unknown.getFirst();
            Map<String, CommandLine> subcommands = command.getSubcommands();
            if (word.startsWith("-")) {
                List<String> options = command.getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList();
                return "unknown option '" + word + "'" + ending(Nearest.suggestion(word, options));
            }
            if (!subcommands.isEmpty()) {
                return "unknown command '" + word + "'" + ending(Nearest.suggestion(word, subcommands.keySet()));
            }
            return "unexpected argument '" + word + "'";
        }
        String message = String.valueOf(failure.getMessage());
        return message.substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                + message.substring(1).replaceAll("\\s*\\R\\s*", " ").replaceAll("\\.$", "");
    }

    private static String ending(String suggestion) {
        return suggestion.replaceAll("\\?$", "");
    }

    ExitCode report(Throwable failure) {
        ExitCode code = switch (failure) {
            case CancelledException cancelled -> say(ExitCode.INTERRUPTED, cancelled.getMessage());
            case ConfigException wrong -> {
                wrong.problems().forEach(problem -> say(ExitCode.USAGE, problem.toString()));
                yield ExitCode.USAGE;
            }
            case PreflightException unready -> say(ExitCode.PREFLIGHT, unready.getMessage());
            case LeatException known -> say(ExitCode.FAILED, known.getMessage());
            case LocalException local ->
                switch (local.reason()) {
                    case BAD_OPTION -> say(ExitCode.USAGE, local.getMessage());
                    case INTERRUPTED -> say(ExitCode.INTERRUPTED, local.getMessage());
                    case NO_JAVA,
                            NO_SPACE,
                            NO_NETWORK,
                            NOT_IN_REPOSITORY,
                            CORRUPT_DOWNLOAD,
                            PORT_TAKEN,
                            CANNOT_DROP_ROOT,
                            DIRECTORY_CLOSED,
                            FILE_FAILED,
                            IN_USE,
                            START_FAILED,
                            TIMED_OUT,
                            NODE_REFUSED -> say(ExitCode.FAILED, local.getMessage());
                };
            case UncheckedIOException wrapped ->
                say(ExitCode.FAILED, prefix(wrapped) + FileTrouble.describe(wrapped.getCause()));
            case IOException file -> say(ExitCode.FAILED, FileTrouble.describe(file));
            case InterruptedException interrupted -> say(ExitCode.INTERRUPTED, "interrupted");
            case OutOfMemoryError memory ->
                say(ExitCode.FAILED, "not enough memory: give more with LEAT_JAVA_OPTS=-Xmx1g");
            default ->
                say(
                        ExitCode.FAILED,
                        "unexpected failure, which is a bug: " + failure
                                + "; run it again with --log-level debug and report what it prints");
        };
        showStackTrace(failure);
        return code;
    }

    /** Only a message that somebody wrote is worth repeating. */
    private static String prefix(UncheckedIOException wrapped) {
        String message = wrapped.getMessage();
        boolean own = message != null && !message.equals(String.valueOf(wrapped.getCause()));
        return own ? message + ": " : "";
    }

    private ExitCode say(ExitCode code, @Nullable String message) {
        session.terminal().note(command + ": " + String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
        return code;
    }

    private void showStackTrace(Throwable failure) {
        if (session.options().showsStackTraces()) {
            failure.printStackTrace(session.terminal().err());
        }
    }
}
