package dev.leat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapLogTest {

    @Test
    void keepsTheMostOfAllCollections() {
        HeapLog log = HeapLog.parse(List.of(
                "[0.004s][info][gc] Using Serial",
                "[0.211s][info][gc] GC(0) Pause Young (Allocation Failure) 17M->9M(61M) 4.120ms",
                "[1.024s][info][gc] GC(1) Pause Full (Allocation Failure) 60M->31M(120M) 40.011ms",
                "[1.911s][info][gc] GC(2) Pause Young (Allocation Failure) 98M->30M(119M) 1.300ms"));

        assertThat(log).isEqualTo(new HeapLog(3, 98, 31, 120));
        assertThat(log)
                .hasToString(
                        "heap 98 MB at its fullest, 31 MB after a collection at most, grown to 120 MB (3 collections)");
    }
}
