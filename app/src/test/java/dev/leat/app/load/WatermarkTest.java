package dev.leat.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatermarkTest {

    private final List<String> reached = new ArrayList<>();
    private final Watermark watermark =
            new Watermark((place, letters) -> reached.add(place.offset() + "/" + letters.size()));

    @Test
    void countsAStretchWhenAllBeforeItCount() {
        Watermark.Stretch first = watermark.next();
        first.begin();
        first.close(new Watermark.Place(10, 1));
        Watermark.Stretch second = watermark.next();
        second.begin();
        second.close(new Watermark.Place(20, 2));

        second.settle(new byte[0]);
        assertThat(reached).isEmpty();

        first.settle();
        assertThat(reached).containsExactly("10/0", "20/1");
        assertThat(watermark.isSettled()).isTrue();
    }

    @Test
    void doesNotCountAStretchThatIsOpenOrHasAnOperationWithoutOutcome() {
        Watermark.Stretch first = watermark.next();
        first.begin();
        first.settle();
        assertThat(reached).isEmpty();

        first.begin();
        first.close(new Watermark.Place(10, 1));
        assertThat(reached).isEmpty();
        assertThat(watermark.isSettled()).isFalse();
    }
}
