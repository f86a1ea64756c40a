package dev.leat.datastore.query;

import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.Decoded;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.ScannedDocument;
import dev.leat.elastic.scan.Versions;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads all documents that a query finds. */
final class MatchScan<T> {

    private final Cluster cluster;
    private final ScanRequest request;
    private final MatchDecoder<T> decoder;

    MatchScan(
            Cluster cluster,
            String alias,
            ObjectNode query,
            SourceChoice source,
            @Nullable Integer rows,
            DocumentType<T> shape) {
        this.cluster = cluster;
        this.request = ScanRequest.of(alias)
                .withQuery(query.toString())
                .withProjection(source.projection())
                .withLimit(rows == null ? Long.MAX_VALUE : rows);
        this.decoder = new MatchDecoder<>(shape);
    }

    Stream<T> values() {
        return documents(request).map(document -> decode(document.id(), document.source()));
    }

    Stream<Match<Decoded<T>>> decoded() {
        return documents(request.withVersions(Versions.WITH))
                .map(document -> new Match<>(
                        document.id(),
                        decoder.shape().decodeLossy(document.id(), source(document)),
                        new VersionToken(document.index(), document.seqNo(), document.primaryTerm()),
                        0,
                        Map.of()));
    }

    Stream<Match<T>> matches() {
        return documents(request.withVersions(Versions.WITH))
                .map(document -> match(
                        document.id(),
                        decode(document.id(), document.source()),
                        new VersionToken(document.index(), document.seqNo(), document.primaryTerm())));
    }

    Stream<String> keys() {
        return documents(request.withProjection(new Projection.NoSource())).map(ScannedDocument::id);
    }

    void forEach(int parallelism, Consumer<Match<T>> consumer) {
        try (IndexScan scan = IndexScan.open(cluster, request.withVersions(Versions.WITH))) {
            scan.readAllPages(parallelism, page -> page.forEach(hit -> consumer.accept(match(hit))));
        }
    }

    private Stream<ScannedDocument> documents(ScanRequest scanned) {
        return LazyStream.of(() -> IndexScan.open(cluster, scanned).stream());
    }

    private Match<T> match(Hit hit) {
        T value = decoder.decode(hit.id(), hit.sourceBuffer(), hit.sourceOffset(), hit.sourceLength());
        return match(hit.id(), value, new VersionToken(hit.index(), hit.seqNo(), hit.primaryTerm()));
    }

    private Match<T> match(String id, T value, VersionToken version) {
        return new Match<>(id, value, version, 0, Map.of());
    }

    private static byte[] source(ScannedDocument document) {
        byte[] source = document.source();
        return source == null || source.length == 0 ? MatchDecoder.EMPTY : source;
    }

    private T decode(String id, byte @Nullable [] source) {
        return source == null ? decoder.decode(id, new byte[0], 0, 0) : decoder.decode(id, source, 0, source.length);
    }
}
