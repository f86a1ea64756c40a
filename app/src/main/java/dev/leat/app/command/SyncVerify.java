package dev.leat.app.command;

import dev.leat.app.sync.SyncDifferences;
import dev.leat.app.sync.SyncDirectory;
import dev.leat.app.sync.SyncFile;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.cassandra.service.SyncService;
import dev.leat.cassandra.sync.Verification;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat sync verify}: are both sides equal? */
@Command(
        name = "verify",
        customSynopsis = "leat sync verify [CONFIG] [--pair NAME]… [--list N] [OPTIONS]",
        description =
                "Compares both sides of every pair whole, content by content, and writes nothing. The exit code is 1"
                        + " when they differ.",
        footer = {
            "",
            "Example:",
            "  leat sync verify leat.yml --pair orders --list 100",
            "",
            "A sync may run meanwhile: what differs is looked at again after some seconds before it counts."
        })
final class SyncVerify implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final SyncTarget target = new SyncTarget();

    @Mixin
    private final SyncTarget.Pairs pairs = new SyncTarget.Pairs();

    @Option(
            names = "--list",
            paramLabel = "N",
            defaultValue = "20",
            description = "how many differences of each pair are listed; all are counted (default: 20)")
    private int limit = 20;

    SyncVerify(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 0) {
            throw new ConfigException("--list", "must be 0 or more, but is " + limit);
        }
        SyncFile file = pairs.of(target.file(session));
        Path scratch = Files.createTempDirectory("leat-sync");
        try (Cluster cluster = Session.connect(SyncTarget.cluster(session, file));
                SyncService service = new SyncService(
                        file.config(), cluster, UUID.randomUUID().toString(), scratch)) {
            Map<String, Verification> verifications;
            try (ClosableProgress progress = ProgressBars.open(session.terminal(), "verify", "docs", 1)) {
                verifications = service.verify(limit, progress);
            }
            new SyncDifferences(verifications).print(session.terminal(), session.format());
            boolean isEqual = verifications.values().stream().allMatch(Verification::isEqual);
            return (isEqual ? ExitCode.DONE : ExitCode.FAILED).number();
        } catch (CancelledException e) {
            throw new CancelledException("the comparison was interrupted and has no result; run it again", e);
        } finally {
            SyncDirectory.delete(scratch);
        }
    }
}
