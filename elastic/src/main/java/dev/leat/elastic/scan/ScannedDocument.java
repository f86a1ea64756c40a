package dev.leat.elastic.scan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document as a stream of a scan hands it out: a copy that may be kept.
 *
 * @param index the concrete index
 * @param routing null when the document was indexed without one
 * @param seqNo -2 unless asked for
 * @param primaryTerm 0 unless asked for
 * @param source the JSON as it was sent to Elasticsearch; null when it was not asked for; not copied
 * @param docValues of the fields that were asked for and have a value, each a JSON array
 */
public record ScannedDocument(
        String index,
        String id,
        @Nullable String routing,
        long seqNo,
        long primaryTerm,
        byte @Nullable [] source,
        Map<String, String> docValues) {

    public ScannedDocument {
        docValues = Map.copyOf(docValues);
    }
}
