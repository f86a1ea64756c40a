package dev.leat.benchmarks.datastore;

import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Text;
import java.time.Instant;
import java.util.List;

/** An order of an invented shop, as both contenders store it: the datastore with the id beside it, the client within. */
record Order(
        @Id String id,
        Instant at,
        String status,
        String customer,
        @Text String title,
        double amount,
        long units,
        List<String> tags,
        List<Float> scores,
        boolean paid,
        Address address,
        @Text String text) {

    /** Where it goes. */
    record Address(String city, String zip, @Text String street) {}
}
