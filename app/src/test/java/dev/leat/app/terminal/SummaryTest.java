package dev.leat.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void isATableForPeopleAndAnObjectForPrograms() {
        Summary summary = new Summary()
                .add("documents", 1234567L)
                .addBytes("bytes", 45_600_000)
                .addRate(1000, Duration.ofMillis(2500))
                .addForPrograms("complete", true);

        assertThat(printed(summary, Summary.Format.TABLE)).isEqualTo("""
                        documents             1,234,567
                        bytes                 45.6 MB
                        seconds               2.5 s
                        documents per second  400
                        """);
        assertThat(printed(summary, Summary.Format.JSON)).isEqualTo("""
                        {"documents":1234567,"bytes":45600000,"seconds":2.5,"documents_per_second":400,"complete":true}
                        """);
    }

    @Test
    void alignsNumbersToTheRight() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new Table(List.of("name", "documents"))
                .add("a", "5")
                .add("books", "1,000")
                .print(stream(out));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        NAME   DOCUMENTS
                        a              5
                        books      1,000
                        """);
    }

    @Test
    void showsQuantitiesAsPeopleReadThem() {
        assertThat(Quantity.bytes(999)).isEqualTo("999 B");
        assertThat(Quantity.bytes(1_500)).isEqualTo("1.5 kB");
        assertThat(Quantity.bytes(170_000_000)).isEqualTo("170 MB");
        assertThat(Quantity.duration(Duration.ofMillis(340))).isEqualTo("340 ms");
        assertThat(Quantity.duration(Duration.ofSeconds(3723))).isEqualTo("1 h 02 min 03 s");
    }

    private static String printed(Summary summary, Summary.Format format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        summary.print(stream(out), format);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
}
