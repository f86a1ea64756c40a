package dev.leat.app.command;

import dev.leat.app.config.GlobalOptions;
import dev.leat.app.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code leat} itself: holds the options that all commands share; alone it shows the help. */
@Command(
        name = "leat",
        customSynopsis = "leat [OPTIONS] COMMAND",
        description = "Carries data into, out of and through Elasticsearch, and keeps it in step.",
        footer = {
            "",
            "Examples:",
            "  leat elasticsearch start                     a real Elasticsearch on this machine",
            "  leat mirror dir papers --set directory=DIR   mirror a folder, with the text of its files",
            "  leat load books.ndjson books                 import a file",
            "  leat scan books -o copy.ndjson               export an index",
            "  leat connector create                        make a connector; 'leat job start' runs it",
            "  leat sync run leat.yml                       keep Cassandra and Elasticsearch in step",
            "  leat doctor --elasticsearch https://es:9200 --username me --password-file -",
            "",
            "Settings also come from LEAT_ELASTICSEARCH_URL, LEAT_API_KEY, LEAT_API_KEY_FILE, LEAT_USERNAME,",
            "LEAT_PASSWORD, LEAT_PASSWORD_FILE, LEAT_CA and LEAT_CONFIG. Exit codes: 0 done, 1 failed, 2 wrong",
            "usage or configuration, 3 done but documents were rejected, 130 Ctrl-C. Run 'leat COMMAND --help'."
        })
@SuppressWarnings("UnusedVariable") // picocli reads the fields
final class LeatCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private final GlobalOptions options;

    private final Session session;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show version, commit and Java")
    private boolean version;

    LeatCommand(Session session) {
        this.session = session;
        this.options = session.options();
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(session.terminal().err());
        return ExitCode.USAGE.number();
    }
}
