package dev.leat.sources.s3;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.SourceException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists one bucket, page by page, each from behind the last key of the one before. For one call of one thread. */
final class BucketReader {

    private final S3Connection connection;
    private final String bucket;
    private final int pageSize;
    private final ObjectDocuments documents;

    BucketReader(S3Connection connection, String bucket, int pageSize, ObjectDocuments documents) {
        this.connection = connection;
        this.bucket = bucket;
        this.pageSize = pageSize;
        this.documents = documents;
    }

    void read(Selection selection, Checkpoint from, DocumentSink sink) throws InterruptedException {
        String after = from.value();
        for (String prefix : selection.prefixes()) {
            if (Selection.ORDER.compare(after, prefix) <= 0) {
                readPrefix(selection, prefix, "", sink);
            } else if (after.startsWith(prefix)) {
                readPrefix(selection, prefix, after, sink);
            }
        }
    }

    private void readPrefix(Selection selection, String prefix, String from, DocumentSink sink)
            throws InterruptedException {
        String after = from;
        @Nullable String token = null;
        while (true) {
            ListObjectsV2Response page = list(prefix, after, token);
            for (S3Object object : page.contents()) {
                if (selection.has(object.key())) {
                    sink.put(documents.of(bucket, object));
                }
            }
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return;
            }
            if (page.contents().isEmpty() || page.nextContinuationToken() == null) {
                throw new SourceException(
                        "The bucket " + bucket + " has more objects, but the service does not list them");
            }
            after = page.contents().getLast().key();
            token = page.nextContinuationToken();
            sink.checkpoint(new Checkpoint(after));
        }
    }

    /** Goes on by the token while there is one: some services know no other way. */
    private ListObjectsV2Response list(String prefix, String after, @Nullable String token)
            throws InterruptedException {
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .maxKeys(pageSize)
                .fetchOwner(true)
                // XML cannot hold control characters; the SDK turns keys back by itself.
                .encodingType(EncodingType.URL);
        if (!prefix.isEmpty()) {
            request.prefix(prefix);
        }
        if (token != null) {
            request.continuationToken(token);
        } else if (!after.isEmpty()) {
            request.startAfter(after);
        }
        return connection.call("the bucket " + bucket, client -> client.listObjectsV2(request.build()));
    }
}
