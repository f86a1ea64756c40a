package dev.leat.sources.s3;

import dev.leat.connect.AdvancedRules;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.sources.extract.FileTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.Bucket;

/** The objects of some buckets. A scope is a bucket; a checkpoint is the key of the last object that was listed. */
final class S3Source implements DataSource, AdvancedRules {

    private final List<String> buckets;
    private final int pageSize;
    private final S3Connection connection;
    private final FileTexts texts;
    private final ObjectDocuments.Etags etags;
    private volatile Map<String, Selection> selections = Map.of();

    S3Source(
            List<String> buckets, int pageSize, S3Connection connection, FileTexts texts, ObjectDocuments.Etags etags) {
        this.buckets = List.copyOf(buckets);
        this.pageSize = pageSize;
        this.connection = connection;
        this.texts = texts;
        this.etags = etags;
    }

    @Override
    public void ping() throws InterruptedException {
        requireOne(wanted(Filter.none()).keySet().stream().toList());
    }

    @Override
    public List<String> problems(Filter filter) throws InterruptedException {
        RuleParser parser = RuleParser.parse(filter);
        List<String> problems = new ArrayList<>(parser.problems());
        for (String bucket : parser.selections().keySet()) {
            try {
                peek(bucket);
            } catch (SourceException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    @Override
    public List<Scope> scopes(Filter filter) throws InterruptedException {
        Map<String, Selection> wanted = wanted(filter);
        requireOne(wanted.keySet().stream().toList());
        selections = wanted;
        return wanted.keySet().stream().map(Scope::new).toList();
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws InterruptedException {
        Selection selection = selections.getOrDefault(scope.name(), Selection.everything());
        new BucketReader(connection, scope.name(), pageSize, new ObjectDocuments(connection, texts, etags))
                .read(selection, from, sink);
    }

    @Override
    public void close() {
        texts.close();
        connection.close();
    }

    /** By bucket, in a fixed order. */
    private Map<String, Selection> wanted(Filter filter) throws InterruptedException {
        RuleParser parser = RuleParser.parse(filter);
        if (!parser.problems().isEmpty()) {
            throw new SourceException("The advanced rules cannot be used: " + String.join("; ", parser.problems()));
        }
        if (!filter.isEmpty()) {
            return parser.selections();
        }
        Map<String, Selection> wanted = new LinkedHashMap<>();
        for (String name : buckets.contains("*") ? allBuckets() : buckets) {
            wanted.put(name, Selection.everything());
        }
        return wanted;
    }

    private List<String> allBuckets() throws InterruptedException {
        List<String> names = connection.call(
                "the list of buckets",
                client -> client.listBucketsPaginator().buckets().stream()
                        .map(Bucket::name)
                        .sorted()
                        .toList());
        if (names.isEmpty()) {
            throw new SourceException("The account has no bucket; with none, everything would be deleted");
        }
        return names;
    }

    /** A bucket that is not there fails its own scope; when none can be read, the settings are wrong. */
    private void requireOne(List<String> names) throws InterruptedException {
        SourceException first = null;
        for (String name : names) {
            try {
                peek(name);
                return;
            } catch (SourceException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void peek(String bucket) throws InterruptedException {
        connection.call(
                "the bucket " + bucket,
                client -> client.listObjectsV2(request -> request.bucket(bucket).maxKeys(1)));
    }
}
