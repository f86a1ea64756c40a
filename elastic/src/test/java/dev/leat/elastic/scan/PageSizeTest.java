package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageSizeTest {

    @Test
    void beginsSmallAndGrowsToTheWindowForSmallDocuments() {
        PageSize size = new PageSize(10_000, 0);

        assertThat(size.next()).isEqualTo(100);
        size.answered(100, 100 * 450);
        assertThat(size.next()).isEqualTo(800);
        size.answered(800, 800 * 450);
        assertThat(size.next()).isEqualTo(6_400);
        size.answered(6_400, 6_400 * 450);
        assertThat(size.next()).isEqualTo(10_000);
    }

    @Test
    void beginsWithWhatTheStatisticsPromise() {
        assertThat(new PageSize(10_000, 250).next()).isEqualTo(1_000);
        assertThat(new PageSize(10_000, 100_000).next()).isEqualTo(10);
        assertThat(new PageSize(10_000, 50_000_000).next()).isEqualTo(1);
    }

    @Test
    void aimsAtAFewMegabytesAnAnswer() {
        PageSize size = new PageSize(10_000, 5_000);

        for (int page = 0; page < 5; page++) {
            size.answered(size.next(), size.next() * 5_000L);
        }

        assertThat(size.next() * 5_000L).isBetween(4L << 20, 8L << 20);
    }

    @Test
    void asksForOneHugeDocumentAtATime() {
        PageSize size = new PageSize(10_000, 250);

        size.answered(1_000, 50_000_000_000L);

        assertThat(size.next()).isEqualTo(1);
    }

    @Test
    void halvesWhenRefusedAndReturnsSlowly() {
        PageSize size = new PageSize(10_000, 250);
        for (int page = 0; page < 3; page++) {
            size.answered(size.next(), size.next() * 400L);
        }

        size.refused();
        assertThat(size.next()).isEqualTo(5_000);
        size.refused();
        assertThat(size.next()).isEqualTo(2_500);
        size.answered(2_500, 2_500 * 400L);
        assertThat(size.next()).isEqualTo(3_125);
    }

    @Test
    void asksForMuchLessWhenThereWasNoRoom() {
        PageSize size = new PageSize(10_000, 250);

        size.tooLarge();

        assertThat(size.next()).isEqualTo(125);
    }

    @Test
    void neverAsksForNothing() {
        PageSize size = new PageSize(10_000, 0);

        for (int refusal = 0; refusal < 20; refusal++) {
            size.refused();
        }

        assertThat(size.next()).isEqualTo(1);
        size.answered(1, 400);
        assertThat(size.next()).isEqualTo(2);
    }

    @Test
    void staysWithinASmallWindow() {
        PageSize size = new PageSize(50, 0);

        assertThat(size.next()).isEqualTo(50);
        size.answered(50, 5_000);
        assertThat(size.next()).isEqualTo(50);
    }
}
