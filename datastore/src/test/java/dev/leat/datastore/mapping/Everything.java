package dev.leat.datastore.mapping;

import dev.leat.datastore.check.Ip;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A document with a field of every kind. */
@Document(value = "everything", description = "A document with a field of every kind.")
record Everything(
        @Id String id,
        @Description("A single word.") String word,
        @Text String words,
        @Text @Keyword String title,
        long whole,
        @Nullable Long boxed,
        int integer,
        short small,
        byte tiny,
        double decimal,
        float single,
        boolean flag,
        Instant at,
        @Name("@day") LocalDate day,
        OffsetDateTime offset,
        InetAddress address,
        @Ip String ip,
        UUID uuid,
        URI uri,
        Colour colour,
        @Keyword BigDecimal amount,
        @Keyword long number,
        @CopyTo String copied,
        @CopyTo("all") @Nullable String gathered,
        @Index(false) String secret,
        @Store(false) String bulky,
        List<String> tags,
        Set<Colour> colours,
        Part part,
        List<Part> parts,
        @Nested List<Part> nested,
        @Flattened Map<String, Object> labels,
        @Dynamic Map<String, Long> counts,
        @Dynamic Map<String, Part> named,
        @Dynamic Map<String, Object> free,
        @Index(false) Map<String, Object> blob,
        @Index(false) @Nullable Part archived,
        @RawMapping("{\"type\": \"geo_point\"}") @Nullable Point place,

        @RawMapping("{\"type\": \"dense_vector\", \"dims\": 3}") @Nullable
        List<Float> vector,

        @RawMapping("{\"type\": \"integer_range\"}") @Nullable
        Map<String, Integer> range,

        @Extra Map<String, Object> extra) {

    enum Colour {
        RED,
        DARK_BLUE
    }

    record Part(String name, @Nullable Integer count) {}

    record Point(double lat, double lon) {}
}
