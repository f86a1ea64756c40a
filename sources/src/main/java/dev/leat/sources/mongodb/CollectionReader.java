package dev.leat.sources.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.AggregateIterable;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.Filters;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.Waiter;
import dev.leat.sources.mongodb.MongoRule.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Reads a collection into a sink. A cursor or a connection that is lost on the way is made anew behind the last document:
 * a server drops a cursor that nobody asked for ten minutes, which a slow index brings about. For one call of one thread.
 */
final class CollectionReader {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20));
    private static final Bson BY_ID = new BsonDocument("_id", new BsonInt32(1));

    private final MongoSettings settings;
    private final MongoConnection connection;
    private final MongoCollection<MongoDocument> collection;
    private final Waiter waiter;
    private final DocumentSink sink;

    CollectionReader(
            MongoSettings settings,
            MongoConnection connection,
            MongoCollection<MongoDocument> collection,
            Waiter waiter,
            DocumentSink sink) {
        this.settings = settings;
        this.connection = connection;
        this.collection = collection;
        this.waiter = waiter;
        this.sink = sink;
    }

    /** Reads what a rule wants in pieces, from a checkpoint. */
    void readByIds(Bson filter, MongoRule.@Nullable Find find, Checkpoint from) throws InterruptedException {
        MongoPosition start = MongoPosition.of(from).orElse(null);
        for (IdBracket bracket : IdBracket.values()) {
            int order = start == null ? 1 : bracket.compareTo(start.bracket());
            if (order >= 0) {
                readBracket(bracket, order == 0 && start != null ? start.last() : null, filter, find);
            }
        }
    }

    /** Reads what a rule wants in one go: there is no going on in the middle. */
    void readWhole(MongoRule rule) throws InterruptedException {
        MongoIterable<MongoDocument> documents = switch (rule) {
            case MongoRule.Everything everything -> find(new BsonDocument(), null);
            case MongoRule.Find find -> find(find.filter(), find).sort(BY_ID);
            case MongoRule.Aggregate aggregate -> aggregate(aggregate);
        };
        try (MongoCursor<MongoDocument> cursor = documents.iterator()) {
            while (cursor.hasNext()) {
                put(cursor.next());
            }
        } catch (MongoException e) {
            throw connection.trouble().of(e);
        }
    }

    private void readBracket(IdBracket bracket, @Nullable BsonValue after, Bson filter, MongoRule.@Nullable Find find)
            throws InterruptedException {
        Progress progress = new Progress(after);
        int failures = 0;
        while (true) {
            long before = progress.documents;
            try (MongoCursor<MongoDocument> cursor = find(both(bracket.filter(progress.last), filter), find)
                    .sort(BY_ID)
                    .iterator()) {
                drain(cursor, bracket, progress);
                return;
            } catch (MongoCommandException e) {
                if (!bracket.isKnownEverywhere() && progress.documents == 0 && MongoTrouble.isNotUnderstood(e)) {
                    return;
                }
                failures = retried(e, progress.documents > before ? 0 : failures);
            } catch (MongoException e) {
                failures = retried(e, progress.documents > before ? 0 : failures);
            }
        }
    }

    private void drain(MongoCursor<MongoDocument> cursor, IdBracket bracket, Progress progress)
            throws InterruptedException {
        while (cursor.hasNext()) {
            MongoDocument document = cursor.next();
            put(document);
            progress.last = document.position();
            if (++progress.documents % settings.batchSize() == 0) {
                new MongoPosition(bracket, document.position()).toCheckpoint().ifPresent(sink::checkpoint);
            }
        }
    }

    /** Waits before the next try, unless there should be none; returns how many failed in a row. */
    private int retried(MongoException e, int failures) throws InterruptedException {
        SourceException explained = connection.trouble().of(e);
        if (!MongoTrouble.isPassing(e) || failures >= settings.retries()) {
            throw explained;
        }
        waiter.sleep(BACKOFF.delay(failures, RandomGenerator.getDefault()));
        return failures + 1;
    }

    private FindIterable<MongoDocument> find(Bson filter, MongoRule.@Nullable Find find) {
        FindIterable<MongoDocument> documents = collection.find(filter).batchSize(settings.batchSize());
        if (find == null) {
            return documents;
        }
        if (find.batchSize() != null) {
            documents.batchSize(find.batchSize());
        }
        if (find.options().contains(Option.ALLOW_DISK_USE)) {
            documents.allowDiskUse(true);
        }
        return documents
                .projection(find.projection())
                .skip(find.skip())
                .limit(find.limit())
                .maxTime(find.maxTimeMillis(), TimeUnit.MILLISECONDS)
                .noCursorTimeout(find.options().contains(Option.NO_CURSOR_TIMEOUT))
                .partial(find.options().contains(Option.ALLOW_PARTIAL_RESULTS))
                .returnKey(find.options().contains(Option.RETURN_KEY))
                .showRecordId(find.options().contains(Option.SHOW_RECORD_ID));
    }

    private AggregateIterable<MongoDocument> aggregate(MongoRule.Aggregate rule) {
        AggregateIterable<MongoDocument> documents = collection
                .aggregate(rule.pipeline())
                .batchSize(rule.batchSize() == null ? settings.batchSize() : rule.batchSize())
                .maxTime(rule.maxTimeMillis(), TimeUnit.MILLISECONDS);
        if (rule.variables() != null) {
            documents.let(rule.variables());
        }
        return rule.allowsDisk() ? documents.allowDiskUse(true) : documents;
    }

    private void put(MongoDocument document) throws InterruptedException {
        String id = document.id() == null ? "" : IdText.of(document.id(), settings.idFormat());
        if (document.refusal() == null) {
            sink.put(SourceDocument.of(id, document.fields()));
        } else {
            sink.failed(id, new SourceException(document.refusal()));
        }
    }

    private static Bson both(Bson one, Bson other) {
        return other instanceof BsonDocument document && document.isEmpty() ? one : Filters.and(List.of(one, other));
    }

    /** How far the reading of one kind of ids has come. */
    private static final class Progress {
        private @Nullable BsonValue last;
        private long documents;

        Progress(@Nullable BsonValue last) {
            this.last = last;
        }
    }
}
