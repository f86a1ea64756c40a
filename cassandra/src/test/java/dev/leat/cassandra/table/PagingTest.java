package dev.leat.cassandra.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagingTest {

    private final Paging paging = new Paging(5_000);

    @Test
    void beginsSmall() {
        assertThat(paging.rows()).isEqualTo(500);
        assertThat(new Paging(100).rows()).isEqualTo(100);
    }

    @Test
    void ofSmallRowsThereAreAsManyAsAllowed() {
        paging.learn(500, 500 * 100);
        paging.learn(4_000, 4_000 * 100);

        assertThat(paging.rows()).isEqualTo(5_000);
    }

    @Test
    void ofLargeRowsThereAreFewAtOnce() {
        paging.learn(500, 500 * (100 << 10));

        assertThat(paging.rows()).isEqualTo(20);
    }

    @Test
    void aRowThatIsLargerThanAPageIsReadAlone() {
        paging.learn(500, 500L * (10 << 20));

        assertThat(paging.rows()).isEqualTo(1);
    }

    @Test
    void aFewSmallRowsDoNotMakeAHugePage() {
        paging.learn(1, 500_000);
        assertThat(paging.rows()).isEqualTo(4);

        paging.learn(4, 40);

        assertThat(paging.rows()).isEqualTo(32);
    }

    @Test
    void anEmptyPageTellsNothing() {
        paging.learn(0, 1_000);
        paging.learn(10, -1);

        assertThat(paging.rows()).isEqualTo(500);
    }
}
