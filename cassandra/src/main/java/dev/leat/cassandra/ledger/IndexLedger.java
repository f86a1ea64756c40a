package dev.leat.cassandra.ledger;

import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.index.CasWrite;
import dev.leat.cassandra.index.OwnIndex;
import dev.leat.cassandra.index.StoredDocument;
import dev.leat.cassandra.sync.Ledger;
import dev.leat.cassandra.sync.LedgerEntry;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.elastic.cluster.Cluster;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A ledger in an Elasticsearch index of its own, {@code leat-sync-ledger-PAIR}: a document of 100 to 250 bytes for every
 * key that was ever brought in step, under the id of the pair's document, with nothing indexed but the id. Thread-safe.
 *
 * <p>When the index is deleted, the pair begins anew: what differs is taken for a conflict, what only one side has is
 * copied, and nothing is deleted.
 */
public final class IndexLedger implements Ledger {

    private final OwnIndex index;
    private final String form;

    private IndexLedger(OwnIndex index, String form) {
        this.index = index;
        this.form = form;
    }

    /** The ledger of a pair; made when it is missing, unless it is for reading only. */
    public static IndexLedger open(Cluster cluster, String pair, Access access) {
        return new IndexLedger(OwnIndex.open(cluster, indexOf(pair), "{}", access), "");
    }

    /**
     * The same ledger for documents of a form. A document that was made in another may have fields that no column holds any
     * more, so {@link LedgerEntry#document} of it counts as not known.
     *
     * @param form some letters that say what documents are made of
     */
    public IndexLedger withForm(String form) {
        return new IndexLedger(index, form);
    }

    /** The name of the index, an alias. */
    public static String indexOf(String pair) {
        return "leat-sync-ledger-" + PairNames.inIndex(pair);
    }

    @Override
    public Map<RowKey, LedgerEntry> read(Collection<RowKey> keys) {
        List<String> ids = keys.stream().map(RowKey::id).distinct().toList();
        Map<String, StoredDocument> found = index.read(ids);
        Map<RowKey, LedgerEntry> entries = new LinkedHashMap<>();
        for (RowKey key : keys) {
            StoredDocument document = found.get(key.id());
            entries.put(key, document == null ? LedgerEntry.unknown(key) : EntryForm.entry(document, form));
        }
        return entries;
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<LedgerEntry> entries) {
        List<CasWrite> writes = entries.stream().map(this::write).toList();
        Map<String, Outcome> written = index.write(writes);
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        entries.forEach(entry ->
                outcomes.put(entry.key(), written.getOrDefault(entry.key().id(), new Outcome.Unknown())));
        return outcomes;
    }

    private CasWrite write(LedgerEntry entry) {
        boolean isRemoved = entry.isBlank() && entry.version() != null;
        return new CasWrite(entry.key().id(), isRemoved ? null : EntryForm.source(entry, form), entry.version());
    }

    @Override
    public void scan(Consumer<List<LedgerEntry>> handler) {
        index.scan(page -> handler.accept(
                page.stream().map(document -> EntryForm.entry(document, form)).toList()));
    }
}
