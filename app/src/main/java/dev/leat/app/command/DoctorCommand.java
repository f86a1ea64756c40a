package dev.leat.app.command;

import dev.leat.app.config.CacheDirectory;
import dev.leat.app.doctor.Doctor;
import dev.leat.app.doctor.Finding;
import dev.leat.app.doctor.Finding.Verdict;
import dev.leat.app.doctor.Machine;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Table;
import dev.leat.elastic.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code leat doctor}: what is wrong, and how to mend it. */
@Command(
        name = "doctor",
        customSynopsis = "leat doctor [OPTIONS]",
        description = {
            "Finds out what is wrong between this machine and the cluster, and how to mend it.",
            "Changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  leat doctor",
            "  leat doctor --elasticsearch https://es:9200 --username me --password-file - --ca ca.crt",
            "",
            "The exit code is 1 when something does not work; warnings alone leave it 0."
        })
final class DoctorCommand implements Callable<Integer> {

    private final Session session;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(Machine.examine(CacheDirectory.of(session.environment())));
        try {
            findings.addAll(new Doctor(session.clusterSettings()).examine());
        } catch (ConfigException e) {
            e.problems()
                    .forEach(problem -> findings.add(new Finding(Verdict.FAIL, "configuration", problem.toString())));
        }
        print(findings);
        boolean fails = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAIL);
        return (fails ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private void print(List<Finding> findings) {
        if (session.options().json()) {
            List<Map<String, String>> list = findings.stream()
                    .map(finding -> Map.of(
                            "verdict", word(finding),
                            "subject", finding.subject(),
                            "message", finding.message()))
                    .toList();
            boolean well = findings.stream().noneMatch(finding -> finding.verdict() == Verdict.FAIL);
            session.print(new Summary().addForPrograms("ok", well).addForPrograms("findings", list));
            return;
        }
        Table table = new Table(List.of());
        findings.forEach(finding -> table.add(word(finding), finding.subject(), finding.message()));
        table.print(session.terminal().out());
    }

    private static String word(Finding finding) {
        return finding.verdict().name().toLowerCase(Locale.ROOT);
    }
}
