package dev.leat.datastore;

import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.elastic.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Registers one collection in three versions, each when a file says so, and writes a document in each. */
final class RegistrationProcess {

    record First(@Id String id, int wheels) {}

    record WithMore(@Id String id, int wheels, @Nullable String river) {}

    record OfAnotherType(
            @Id String id, long wheels, @Nullable String river) {}

    private final Datastore datastore;
    private final String name;
    private final Path gates;
    private final String me;

    private RegistrationProcess(Datastore datastore, String name, Path gates, String me) {
        this.datastore = datastore;
        this.name = name;
        this.gates = gates;
        this.me = me;
    }

    /** Takes the address, the name of the collection, the directory of the gates, and what tells it from the others. */
    public static void main(String[] arguments) {
        try (Datastore datastore = Datastore.connect(arguments[0], Credentials.none())) {
            new RegistrationProcess(datastore, arguments[1], Path.of(arguments[2]), arguments[3]).run();
        }
    }

    private void run() {
        await("first");
        register(First.class, SchemaMode.UPDATE).create(new First(me + "-1", 1));
        await("more");
        register(WithMore.class, SchemaMode.UPDATE).create(new WithMore(me + "-2", 2, "Tavy"));
        await("type");
        register(OfAnotherType.class, SchemaMode.MIGRATE).create(new OfAnotherType(me + "-3", 1L << 40, "Tavy"));
        say("done");
    }

    private <T> Collection<T> register(Class<T> type, SchemaMode mode) {
        return datastore.register(name, type, Layout.standard(), mode);
    }

    private void await(String gate) {
        say("waiting for " + gate);
        while (!Files.exists(gates.resolve(gate))) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
