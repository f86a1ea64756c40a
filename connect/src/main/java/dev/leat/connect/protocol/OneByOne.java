package dev.leat.connect.protocol;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.UnavailableException;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same with each of several documents: one with which it cannot be done keeps it from no other. */
public final class OneByOne {

    private static final Logger LOGGER = LoggerFactory.getLogger(OneByOne.class);

    private OneByOne() {}

    /**
     * Does the work for each, and names those with which it failed in the log.
     *
     * @param name what to call one of them
     * @throws UnavailableException when the cluster is away, which is the fault of none of them
     */
    public static <T> void forEach(Collection<T> documents, Function<T, String> name, Consumer<T> work) {
        for (T document : documents) {
            try {
                work.accept(document);
            } catch (UnavailableException | CancelledException e) {
                throw e;
            } catch (LeatException | IllegalArgumentException e) { // Ids that are none, for one.
                LOGGER.warn("{} is left as it is: {}", name.apply(document), e.getMessage());
            }
        }
    }
}
