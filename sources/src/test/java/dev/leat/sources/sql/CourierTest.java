package dev.leat.sources.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.SourceException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CourierTest {

    @Test
    @Timeout(20)
    void tellsWhateverEndsAThread() throws Exception {
        try (Courier courier = new Courier(1)) {
            courier.start(() -> {
                throw new OutOfMemoryError("a large row");
            });

            assertThat(courier.take())
                    .isInstanceOfSatisfying(
                            Delivery.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .isInstanceOf(SourceException.class)
                                    .hasMessageStartingWith("There is not enough memory for some of its rows"));

            courier.start(() -> {
                throw new StackOverflowError();
            });

            assertThat(courier.take())
                    .isInstanceOfSatisfying(
                            Delivery.Failed.class,
                            failed -> assertThat(failed.reason()).hasMessageStartingWith("Reading has a defect"));
        }
    }

    @Test
    @Timeout(20)
    void endsThreadsThatNobodyTakesFrom() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Courier courier = new Courier(1);
        courier.start(() -> {
            try {
                courier.deliver(new Delivery.Done());
                courier.deliver(new Delivery.Done());
            } finally {
                ended.countDown();
            }
        });

        courier.close();

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
