package dev.leat.app.load;

import dev.leat.elastic.CancelledException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A pipe that can be waited for with an interrupt, which a read of the operating system cannot: a thread of its own reads
 * ahead, a megabyte at most. That thread ends with the pipe or with the process.
 */
final class PipeInput extends InputStream {

    private static final int BLOCK = 1 << 18;

    private sealed interface Piece {}

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Bytes(byte[] bytes) implements Piece {}

    private record End(@Nullable IOException failure) implements Piece {}

    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(4);
    private byte[] current = {};
    private int next;
    private @Nullable End end;

    PipeInput(InputStream pipe) {
        Thread.ofPlatform().daemon().name("leat-pipe").start(() -> readAhead(pipe));
    }

    private void readAhead(InputStream pipe) {
        byte[] buffer = new byte[BLOCK];
        try {
            try {
                for (int read = pipe.read(buffer); read >= 0; read = pipe.read(buffer)) {
                    pieces.put(new Bytes(Arrays.copyOf(buffer, read)));
                }
                pieces.put(new End(null));
            } catch (IOException e) {
                pieces.put(new End(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (next == current.length) {
            if (!fetch()) {
                return -1;
            }
        }
        int read = Math.min(length, current.length - next);
        System.arraycopy(current, next, bytes, offset, read);
        next += read;
        return read;
    }

    private boolean fetch() throws IOException {
        if (end == null) {
            try {
                switch (pieces.take()) {
                    case Bytes more -> {
                        current = more.bytes();
                        next = 0;
                        return true;
                    }
                    case End last -> end = last;
                }
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("the load", e);
            }
        }
        if (end != null && end.failure() != null) {
            throw end.failure();
        }
        return false;
    }
}
