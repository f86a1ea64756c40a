package dev.leat.spark.read;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScannedPage;
import dev.leat.elastic.scan.Slice;
import dev.leat.elastic.scan.SliceReader;
import dev.leat.spark.decode.RewrittenNumberException;
import dev.leat.spark.decode.RowDecoder;
import dev.leat.spark.decode.SourceForm;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.jspecify.annotations.Nullable;

/** Reads slices one after the other and makes rows of their documents. Holds at most two pages. */
final class SliceRowReader implements PartitionReader<InternalRow> {

    /**
     * Documents of up to that many bytes, as stored, come whole even when few columns are wanted: to cut fields out of
     * one, Elasticsearch parses it and writes it anew, which costs more than sending it (docs/benchmarks.md).
     */
    private static final long SMALL_DOCUMENT = 1024;

    private final Cluster cluster;
    private final Iterator<Slice> slices;
    private final RowPlan plan;
    private final RowDecoder decoder;
    private final @Nullable IndexScan snapshot;
    private @Nullable SliceReader reader;
    private Iterator<Hit> hits = Collections.emptyIterator();
    private SourceForm form = SourceForm.STORED;
    private GenericInternalRow row = new GenericInternalRow(0);

    /** Documents of the current slice that have been made rows of. */
    private long done;

    /**
     * Takes the connection over.
     *
     * @param snapshot to be closed at the end; null when that is somebody else's
     */
    SliceRowReader(
            Cluster cluster, List<Slice> slices, RowPlan plan, RowDecoder decoder, @Nullable IndexScan snapshot) {
        this.snapshot = snapshot;
        this.cluster = cluster;
        this.slices = slices.iterator();
        this.plan = plan;
        this.decoder = decoder;
        List<RowPlan.Place> places = plan.places();
        for (int place = 0; place < places.size(); place++) {
            if (places.get(place) instanceof RowPlan.OfColumn(var column)) {
                decoder.with(column, place);
            }
        }
    }

    @Override
    public boolean next() {
        while (!hits.hasNext()) {
            if (!nextPage()) {
                return false;
            }
        }
        try {
            row = decode(hits.next());
        } catch (RewrittenNumberException e) {
            readWhole();
            return next();
        }
        done++;
        return true;
    }

    private GenericInternalRow decode(Hit hit) {
        GenericInternalRow decoded = new GenericInternalRow(plan.places().size());
        decoder.decode(hit, form, decoded);
        for (int place = 0; place < plan.places().size(); place++) {
            if (plan.places().get(place) instanceof RowPlan.OfMetadata(var metadata)) {
                decoded.update(place, metadata.of(hit));
            }
        }
        return decoded;
    }

    private boolean nextPage() {
        while (true) {
            if (reader == null) {
                if (!slices.hasNext()) {
                    return false;
                }
                open(economical(slices.next()));
            }
            ScannedPage page = Objects.requireNonNull(reader).nextPage();
            if (page != null) {
                hits = page.iterator();
                return true;
            }
            closeReader();
        }
    }

    private void open(Slice slice) {
        reader = SliceReader.open(cluster, slice);
        form = slice.projection() instanceof Projection.Fields ? SourceForm.FILTERED : SourceForm.STORED;
        done = 0;
    }

    /** Reads the slice again, all of each document, from where it is: a snapshot keeps its order. */
    private void readWhole() {
        Slice slice = Objects.requireNonNull(reader).slice();
        long skipped = done;
        closeReader();
        open(whole(slice));
        hits = Collections.emptyIterator();
        while (done < skipped && (hits.hasNext() || nextPage())) {
            hits.next();
            done++;
        }
    }

    private static Slice economical(Slice slice) {
        boolean small = slice.parts().stream()
                .allMatch(part -> part.averageBytes() > 0 && part.averageBytes() <= SMALL_DOCUMENT);
        return small && slice.projection() instanceof Projection.Fields ? whole(slice) : slice;
    }

    private static Slice whole(Slice slice) {
        return new Slice(
                slice.number(),
                slice.parts(),
                slice.query(),
                new Projection.Whole(),
                slice.docValueFields(),
                slice.versions(),
                slice.keepAlive());
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public void close() {
        closeReader();
        if (snapshot != null) {
            snapshot.close();
        }
        cluster.close();
    }
}
