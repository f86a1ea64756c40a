package dev.leat.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.app.config.GlobalOptions;
import dev.leat.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lod                            | unknown command 'lod', did you mean 'load'. Run 'leat --help'",
                "scan books --limt 3            | unknown option '--limt', did you mean '--limit'. Run 'leat scan --help'",
                "scan --limt 3                  | unknown option '--limt', did you mean '--limit'. Run 'leat scan --help'",
                "scan                           | missing required parameter: 'INDEX'. Run 'leat scan --help'",
                "scan a b                       | unexpected argument 'b'. Run 'leat scan --help'",
                "scan a --slices many           | invalid value for option '--slices': 'many' is not an int. Run 'leat scan --help'",
                "elasticsearch                  | say what to do: start, stop or status. Run 'leat elasticsearch --help'",
                "elasticsearch strat            | unknown command 'strat', did you mean 'start'. Run 'leat elasticsearch --help'",
                "collection                     | say what to do: list, plan, apply, reindex, shards, replicas or wipe. Run 'leat collection --help'",
                "collection wpie hits           | unknown command 'wpie', did you mean 'wipe'. Run 'leat collection --help'",
                "collection wipe                | missing required parameter: 'NAME'. Run 'leat collection wipe --help'",
                "collection shards hits --to 0  | --to: must be from 1 to 1024 and not 0",
                "collection replicas hits --to -1 | --to: must be a number from 0 to 999, or 'auto', and not '-1'",
                "collection reindex hits --rollback --discard-old | --discard-old: given together with --rollback; leave one out",
                "connector                      | say what to do: create, list, show or delete. Run 'leat connector --help'",
                "connector create               | service_type: is missing; give --type or --from-file, or run this on a terminal",
                "job                            | say what to do: start, list, show or cancel. Run 'leat job --help'",
                "job start a --type sideways    | invalid value for option '--type'",
                "job list --limit 0             | --limit: must be from 1 to 10000 and not 0",
                "sync                           | say what to do: once, run, start, stop, status or verify. Run 'leat sync --help'",
                "sync onse                      | unknown command 'onse', did you mean 'once'. Run 'leat sync --help'",
                "sync once none.yml             | none.yml: there is no such file",
                "sync verify none.yml --list -1 | --list: must be 0 or more, but is -1",
                "load f i --on-error ignore     | invalid value for option '--on-error'",
                "scan a --slices 2 --slice-docs 5 | --slices: given together with --slice-docs; leave one out",
                "scan a --limit -1              | limit must not be negative, but is -1",
            })
    void answersWrongUseWithOneLineAndStatus2(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);

        assertThat(err()).startsWith("leat: " + message).hasLineCount(1);
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "load",
                "scan",
                "doctor",
                "elasticsearch",
                "elasticsearch start",
                "collection",
                "collection list",
                "collection plan",
                "collection apply",
                "collection reindex",
                "collection shards",
                "collection replicas",
                "collection wipe",
                "connector",
                "connector create",
                "connector list",
                "connector show",
                "connector delete",
                "job",
                "job start",
                "job list",
                "job show",
                "job cancel",
                "sync",
                "sync once",
                "sync run",
                "sync start",
                "sync stop",
                "sync status",
                "sync verify"
            })
    void explainsEveryCommandOnOneScreen(String command) {
        String[] arguments = (command + " --help").strip().split(" ", -1);

        assertThat(run(arguments)).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("Usage: leat")
                .contains("Example")
                .as("references that were taken for variables")
                .doesNotContain("null");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSizeLessThanOrEqualTo(40)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(112));
    }

    @Test
    void takesGlobalOptionsBeforeAndAfterTheCommand() {
        Session before = session();
        CommandLine.ParseResult parsed = Commands.commandLine(before, List.of()).parseArgs("--json", "doctor");
        Session after = session();
        Commands.commandLine(after, List.of()).parseArgs("doctor", "--json", "--log-level", "debug");

        assertThat(parsed.subcommand()).isNotNull();
        assertThat(before.options().json()).isTrue();
        assertThat(after.options().json()).isTrue();
        assertThat(after.options().showsStackTraces()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithTheConfigurationOfASync() throws Exception {
        String pair =
                "sync:\n  cassandra:\n    contact_points: [h]\n  pairs:\n    - {keyspace: k, table: t, index: i}\n";
        Path good = Files.writeString(folder.resolve("good.yml"), pair);
        Path typo = Files.writeString(folder.resolve("typo.yml"), pair.replace("index", "idnex"));
        Path plain = Files.writeString(
                folder.resolve("plain.yml"), pair.replace("  pairs", "    username: u\n    password: secret\n  pairs"));
        Path none = Files.writeString(folder.resolve("none.yml"), "connectors: []\n");

        assertThat(run("sync", "once", typo.toString())).isEqualTo(2);
        assertThat(run("sync", "verify", "--pair", "x", good.toString())).isEqualTo(2);
        assertThat(run("sync", "run", plain.toString())).isEqualTo(2);
        assertThat(run("sync", "status", none.toString())).isEqualTo(2);

        assertThat(err())
                .contains("leat: " + typo + ": sync.pairs[0].idnex: unknown key, did you mean 'index'?")
                .contains("leat: --pair: " + good + " has no pair 'x'; it has [t]")
                .contains(
                        "leat: " + plain + ": sync.cassandra.password: a secret does not stand here; write ${env:NAME}")
                .contains("leat: " + none + ": configures no sync; it needs a section 'sync:'");
    }

    @Test
    void saysWhatIsWrongWithAMissingFile() {
        assertThat(run("load", folder.resolve("none.ndjson").toString(), "x")).isEqualTo(1);

        assertThat(err()).isEqualTo("leat: " + folder.resolve("none.ndjson") + ": no such file or folder\n");
    }

    @Test
    void saysInOneLineThatAClusterIsNotReached() {
        assertThat(run("scan", "x", "--elasticsearch", "http://127.0.0.1:1")).isEqualTo(1);

        assertThat(err())
                .startsWith("leat: ")
                .contains("http://127.0.0.1:1 was not reached")
                .hasLineCount(1);
    }

    @Test
    void showsAStackTraceOnlyWhenAsked() {
        run("scan", "x", "--elasticsearch", "http://127.0.0.1:1", "--log-level", "debug");

        assertThat(err()).contains("UnavailableException", "\tat dev.leat");
    }

    private int run(String... arguments) {
        return Commands.run(session(), arguments);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Session session() {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                false,
                false,
                false);
        return new Session(terminal, new GlobalOptions(), Map.of("LEAT_CACHE", folder.toString()));
    }
}
