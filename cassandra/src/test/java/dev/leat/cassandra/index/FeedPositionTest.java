package dev.leat.cassandra.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeedPositionTest {

    private static final FeedPosition POSITION = new FeedPosition(
            "uuid-1", List.of(new FeedPosition.Shard("old_A", 41), new FeedPosition.Shard("old-B", -1)));

    @Test
    void isReadAsItWasWritten() {
        assertThat(FeedPosition.parse(POSITION.text(), "uuid-1", List.of("old_A", "old-B")))
                .isEqualTo(POSITION);
    }

    @Test
    void aShardWithAnotherHistoryIsReadFromItsBeginning() {
        FeedPosition now = FeedPosition.parse(POSITION.text(), "uuid-1", List.of("new", "old-B"));

        assertThat(now.of(0)).isEqualTo(FeedPosition.NOTHING);
        assertThat(FeedPosition.parse(POSITION.text(), "uuid-1", List.of("old_A", "new"))
                        .of(0))
                .isEqualTo(41);
    }

    @Test
    void ofAnotherIndexNothingHasBeenRead() {
        assertThat(FeedPosition.parse(POSITION.text(), "uuid-2", List.of("old_A", "old-B"))
                        .of(0))
                .isEqualTo(FeedPosition.NOTHING);
        assertThat(FeedPosition.parse("", "uuid-1", List.of("old_A")).of(0)).isEqualTo(FeedPosition.NOTHING);
    }
}
