package dev.leat.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the distribution's launchers tell the JVM about how long it will run. */
@DisabledOnOs(OS.WINDOWS)
class StartJavaTest {

    private static final String SCRIPT = ". \"$home/bin/start-java.sh\"; compiler_flag \"$(command_word \"$@\")\"";

    @ParameterizedTest
    @CsvSource({
        "leat --help, -XX:TieredStopAtLevel=1",
        "leat connector list, -XX:TieredStopAtLevel=1",
        "leat job start shop --wait, -XX:TieredStopAtLevel=1",
        "leat -c leat.yml load orders.ndjson orders, -XX:CompileThresholdScaling=4",
        "leat scan --help, -XX:CompileThresholdScaling=4",
        "leat serve -c config.yml, ''",
        "elastic-ingest -c config.yml, ''",
        "elastic-ingest -c list --action sync_content, ''",
        "elastic-ingest --action list -c config.yml, -XX:TieredStopAtLevel=1",
        "elastic-ingest --action=config --service-type mongodb, -XX:TieredStopAtLevel=1",
        "elastic-ingest --version, -XX:TieredStopAtLevel=1"
    })
    void optimisesWhatRunsForLong(String words, String flag) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("leat.root"), "app", "src", "main", "dist");
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        command.addAll(List.of(words.split(" ", -1)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("home", home.toString());

        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output.strip()).isEqualTo(flag);
    }
}
