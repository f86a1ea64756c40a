package dev.leat.app.command;

import dev.leat.app.demo.Demo;
import dev.leat.app.demo.DemoWorkspace;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Summary;
import dev.leat.connect.mirror.MirrorReport;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Tls;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.NodeAccess;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat demo}. */
@Command(
        name = "demo",
        customSynopsis = "leat demo [--once]",
        description = "Mirrors sample data into a local Elasticsearch, searches it, changes it, mirrors again.",
        footer = {
            "",
            "Without --once the Elasticsearch stays up for a look around; 'leat elasticsearch stop' ends it.",
            "The first use fetches Elasticsearch, once."
        })
final class DemoCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--once", description = "on a node of its own, of which nothing is left in the end")
    private boolean once;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        try (DemoWorkspace workspace =
                once ? DemoWorkspace.temporary() : DemoWorkspace.standing(session.environment())) {
            LocalElasticsearch node;
            try (StartProgressView progress = new StartProgressView(session.terminal())) {
                node = LocalElasticsearch.start(workspace.node(), progress);
            }
            try (Cluster cluster = connect(node)) {
                story().println("Elasticsearch " + node.version().number() + " runs at " + node.url() + "\n");
                Demo.Result result = new Demo(cluster, workspace, session.terminal(), story()).tell(samples());
                conclude(result, workspace);
                return result.isExact() ? ExitCode.DONE.number() : ExitCode.FAILED.number();
            }
        }
    }

    private static Cluster connect(LocalElasticsearch node) {
        ClusterSettings settings = ClusterSettings.of(node.url().toString());
        NodeAccess access = node.access();
        return Cluster.connect(
                access == null
                        ? settings
                        : settings.withTls(Tls.trusting(access.caCertificate()))
                                .withCredentials(Credentials.apiKey(access.apiKey())));
    }

    /** With --json, standard output is for the one object at the end. */
    private PrintStream story() {
        return session.options().json()
                ? session.terminal().err()
                : session.terminal().out();
    }

    /** The sample folder lies beside lib, in the tarball as in the build. */
    private static Path samples() {
        return Path.of(System.getProperty("leat.home", "."), "demo");
    }

    private void conclude(Demo.Result result, DemoWorkspace workspace) {
        if (session.options().json()) {
            session.print(new Summary()
                    .addForPrograms("exact", result.isExact())
                    .addForPrograms("first", counts(result.first()))
                    .addForPrograms("second", counts(result.second())));
        }
        if (workspace.stay() == DemoWorkspace.Stay.STANDING) {
            story().println();
            story().println("Go on: edit the files in " + workspace.documents() + ", then");
            story().println("  leat mirror dir " + Demo.DOCUMENTS + " --set directory=" + workspace.documents());
            story().println("  leat scan " + Demo.WATERWORKS + " --limit 3");
            story().println("  leat mirror dir my-documents --set directory=$HOME/Documents --dry-run");
            story().println("  leat elasticsearch stop");
        }
    }

    private static List<Map<String, Object>> counts(List<MirrorReport> reports) {
        return reports.stream().map(DemoCommand::counts).toList();
    }

    private static Map<String, Object> counts(MirrorReport report) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("index", report.index());
        counts.put("documents", report.totals().read());
        counts.put("created", report.totals().created());
        counts.put("updated", report.totals().updated());
        counts.put("deleted", report.deleted());
        counts.put("unchanged", report.totals().unchanged());
        counts.put("seconds", report.duration().toMillis() / 1000.0);
        return counts;
    }
}
