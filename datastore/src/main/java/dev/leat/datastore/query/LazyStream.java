package dev.leat.datastore.query;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A stream that is opened when its first element is asked for, and closed with the stream made of it. */
final class LazyStream<E> extends Spliterators.AbstractSpliterator<E> {

    private final Supplier<Stream<E>> opening;
    private @Nullable Stream<E> stream;
    private @Nullable Spliterator<E> elements;
    private boolean closed;

    private LazyStream(Supplier<Stream<E>> opening) {
        super(Long.MAX_VALUE, Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.opening = opening;
    }

    static <E> Stream<E> of(Supplier<Stream<E>> opening) {
        LazyStream<E> lazy = new LazyStream<>(opening);
        return StreamSupport.stream(lazy, false).onClose(lazy::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        if (closed) {
            throw new IllegalStateException("the stream is closed");
        }
        if (elements == null) {
            stream = opening.get();
            elements = stream.spliterator();
        }
        return elements.tryAdvance(action);
    }

    private void close() {
        closed = true;
        if (stream != null) {
            stream.close();
        }
    }
}
