package dev.leat.datastore;

import dev.leat.datastore.mapping.Default;
import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account, with a default that must not replace what is stored. */
@Document("ledger")
record Ledger(
        @Id String id,
        @Nullable Long amount,
        @Default("new") @Nullable String state,
        @Nullable List<String> tags) {}
