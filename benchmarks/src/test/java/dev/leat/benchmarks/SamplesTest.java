package dev.leat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void theMedianIsTheMiddleOfAnOddNumber() {
        Samples samples = new Samples(List.of(9.0, 1.0, 4.0));

        assertThat(samples.median()).isEqualTo(4.0);
        assertThat(samples.least()).isEqualTo(1.0);
        assertThat(samples.most()).isEqualTo(9.0);
    }

    @Test
    void theMedianIsBetweenTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(new Samples(List.of(4.0, 1.0, 9.0, 2.0)).median()).isEqualTo(3.0);
    }

    @Test
    void ratiosPairWhatWasMeasuredInTheSameRound() {
        Samples ratios = new Samples(List.of(2.0, 9.0, 5.0)).dividedBy(new Samples(List.of(4.0, 3.0)));

        assertThat(ratios.values()).containsExactly(0.5, 3.0);
    }

    @Test
    void nothingMeasuredIsAnError() {
        assertThatThrownBy(() -> new Samples(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing was measured");
    }
}
