package dev.leat.elastic.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeEntityTest {

    private static final FutureCallback<byte[]> NOBODY = new FutureCallback<>() {
        @Override
        public void completed(byte[] result) {}

        @Override
        public void failed(Exception cause) {}

        @Override
        public void cancelled() {}
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, 16_384, 30_000, 262_144, 600_000, 3_000_000})
    void joinsWhatComesInPiecesWhetherItsLengthIsKnownOrNot(int length) throws IOException {
        byte[] sent = new byte[length];
        new SplittableRandom(length).nextBytes(sent);

        assertThat(received(sent, length)).isEqualTo(sent);
        assertThat(received(sent, -1)).isEqualTo(sent);
    }

    @Test
    void readsOnBeyondAnAnnouncedLength() throws IOException {
        byte[] sent = {1, 2, 3, 4};

        assertThat(received(sent, 3)).isEqualTo(sent);
    }

    private static byte[] received(byte[] sent, long announced) throws IOException {
        WholeEntity entity = new WholeEntity(Long.MAX_VALUE);
        EntityDetails details = new BasicEntityDetails(announced, ContentType.APPLICATION_JSON);
        entity.streamStart(details, NOBODY);
        int piece = 5_000;
        for (int from = 0; from < sent.length; from += piece) {
            entity.consume(ByteBuffer.wrap(Arrays.copyOfRange(sent, from, Math.min(sent.length, from + piece))));
        }
        entity.streamEnd(null);
        return entity.getContent();
    }
}
