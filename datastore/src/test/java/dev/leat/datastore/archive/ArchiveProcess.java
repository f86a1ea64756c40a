package dev.leat.datastore.archive;

import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.elastic.Credentials;
import java.util.concurrent.CountDownLatch;

/** A process that archives letters, and stands still before one step, so that it can be killed there. */
public final class ArchiveProcess {

    private ArchiveProcess() {}

    /** Takes address, collection and step. */
    public static void main(String[] arguments) {
        try (Datastore datastore = Datastore.connect(arguments[0], Credentials.none())) {
            Collection<Letter> letters =
                    datastore.register(arguments[1], Letter.class, Layout.standard(), SchemaMode.NONE);
            Letters.archive(datastore.cluster(), letters, step -> {
                        if (step.equals(arguments[2])) {
                            System.out.println("at " + step);
                            standStill();
                        }
                    })
                    .archive(Letters.OLD);
            System.out.println("done");
        }
    }

    private static void standStill() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
