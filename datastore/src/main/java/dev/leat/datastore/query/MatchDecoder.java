package dev.leat.datastore.query;

import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.DocumentType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes documents of hits. */
record MatchDecoder<T>(DocumentType<T> shape) {

    /** A document that says nothing. */
    static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    List<Match<T>> matches(byte[] answer, List<HitReader.RawHit> hits) {
        return hits.stream().map(hit -> match(answer, hit)).toList();
    }

    private Match<T> match(byte[] answer, HitReader.RawHit hit) {
        return new Match<>(
                hit.id(),
                decode(hit.id(), answer, hit.from(), hit.to() - hit.from()),
                new VersionToken(hit.index(), hit.seqNo(), hit.primaryTerm()),
                hit.score(),
                hit.highlights());
    }

    T decode(String id, byte[] bytes, int from, int length) {
        return length == 0 ? shape.decode(id, EMPTY, 0, EMPTY.length) : shape.decode(id, bytes, from, length);
    }
}
