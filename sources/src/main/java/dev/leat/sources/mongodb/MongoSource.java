package dev.leat.sources.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.Filters;
import dev.leat.connect.AdvancedRules;
import dev.leat.connect.ChangeSink;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.elastic.Waiter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one collection, which is the only scope. A checkpoint is the kind and the value of the last
 * {@code _id}; views, and rules with a limit or a pipeline, are read in one go and have none.
 */
final class MongoSource implements IncrementalSource, AdvancedRules {

    private final MongoSettings settings;
    private final MongoConnection connection;
    private volatile MongoRule rule = new MongoRule.Everything();
    private volatile @Nullable Found found;

    MongoSource(MongoSettings settings, MongoConnection connection) {
        this.settings = settings;
        this.connection = connection;
    }

    @Override
    public void ping() throws InterruptedException {
        connection.call(client ->
                client.getDatabase(settings.database()).runCommand(new BsonDocument("ping", new BsonInt32(1))));
        found = requireCollection();
    }

    @Override
    public List<String> problems(Filter filter) throws InterruptedException {
        RuleParser parser = RuleParser.parse(filter);
        List<String> problems = new ArrayList<>(parser.problems());
        if (problems.isEmpty() && parser.rule() instanceof MongoRule.Find find) {
            problems.addAll(refusalOf(find));
        }
        return problems;
    }

    @Override
    public List<Scope> scopes(Filter filter) throws InterruptedException {
        rule = ruleOf(filter);
        found = requireCollection();
        return List.of(scope());
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws InterruptedException {
        CollectionReader reader = reader(sink);
        Found listed = found;
        Found before = listed == null ? requireCollection() : listed;
        switch (rule) {
            case MongoRule.Find find
            when before.hasIds() && find.isDivisible() -> reader.readByIds(find.filter(), find, from);
            case MongoRule.Everything everything
            when before.hasIds() -> reader.readByIds(new BsonDocument(), null, from);
            case MongoRule whole -> reader.readWhole(whole);
        }
        // A collection that is dropped looks empty from there on, and what takes its place may not be filled yet.
        if (!Objects.equals(before.uuid(), requireCollection().uuid())) {
            throw new SourceException("The collection '%s' was dropped and made anew while it was read; run again"
                    .formatted(settings.collection()));
        }
    }

    @Override
    public Cursor cursor() throws InterruptedException {
        return connection.call(client -> MongoChanges.position(client, settings, Instant.now()));
    }

    @Override
    public Cursor readChanges(Filter filter, Cursor from, ChangeSink sink) throws InterruptedException {
        MongoChanges changes = new MongoChanges(settings, scope(), ruleOf(filter), sink);
        Cursor next = cursor();
        CollectionReader reader = reader(changes);
        reader.readWhole(changes.changed(from));
        BsonDocument left = changes.left(from);
        if (left != null) {
            connection.call(client -> {
                changes.deleteAll(collection(client), left);
                return true;
            });
        }
        changes.throwIfInterrupted();
        return next;
    }

    @Override
    public void close() {
        connection.close();
    }

    private Scope scope() {
        return new Scope(settings.collection());
    }

    private static MongoRule ruleOf(Filter filter) {
        RuleParser parser = RuleParser.parse(filter);
        if (!parser.problems().isEmpty()) {
            throw new SourceException("The advanced rule cannot be used: " + String.join("; ", parser.problems()));
        }
        return parser.rule();
    }

    private CollectionReader reader(DocumentSink sink) {
        return new CollectionReader(settings, connection, collection(connection.client()), Waiter.system(), sink);
    }

    private MongoCollection<MongoDocument> collection(MongoClient client) {
        MongoCollection<Document> plain =
                client.getDatabase(settings.database()).getCollection(settings.collection());
        return plain.withDocumentClass(MongoDocument.class)
                .withCodecRegistry(CodecRegistries.fromRegistries(
                        CodecRegistries.fromCodecs(new DocumentDecoder(settings)), plain.getCodecRegistry()));
    }

    /** What the server says to a filter, asked in a way that finds next to nothing. */
    private List<String> refusalOf(MongoRule.Find find) throws InterruptedException {
        try {
            connection
                    .database(settings.database())
                    .getCollection(settings.collection())
                    .find(Filters.and(IdBracket.MIN_KEY.filter(null), find.filter()))
                    .limit(1)
                    .first();
            return List.of();
        } catch (MongoCommandException e) {
            if (MongoTrouble.isForbidden(e) || MongoTrouble.isPassing(e)) {
                throw connection.trouble().of(e);
            }
            return List.of("The server refuses find.filter: " + e.getErrorMessage());
        } catch (MongoException e) {
            throw connection.trouble().of(e);
        }
    }

    /**
     * A collection that is there.
     *
     * @param hasIds whether it has an order of ids: views and time series have none
     * @param uuid what tells it from another of its name; null where the server does not say
     */
    private record Found(boolean hasIds, @Nullable Object uuid) {
        static Found of(Document listed) {
            Document info = listed.get("info", Document.class);
            return new Found(
                    "collection".equals(listed.getOrDefault("type", "collection")),
                    info == null ? null : info.get("uuid"));
        }
    }

    /**
     * Checks that the collection is there: the server takes a name that does not exist for an empty collection, and the
     * whole index would go.
     */
    private Found requireCollection() throws InterruptedException {
        MongoDatabase database = connection.database(settings.database());
        BsonDocument named = new BsonDocument("name", new BsonString(settings.collection()));
        try {
            return find(database.listCollections().filter(named), database);
        } catch (MongoException e) {
            if (!MongoTrouble.isForbidden(e)) {
                throw connection.trouble().of(e);
            }
        }
        // Who may not list all collections may list those that he may read.
        BsonDocument readable = new BsonDocument("listCollections", new BsonInt32(1))
                .append("filter", named)
                .append("nameOnly", BsonBoolean.TRUE)
                .append("authorizedCollections", BsonBoolean.TRUE);
        try {
            Document answer = database.runCommand(readable);
            return find(
                    answer.get("cursor", new Document()).getList("firstBatch", Document.class, List.of()), database);
        } catch (MongoException e) {
            throw connection.trouble().of(e);
        }
    }

    private Found find(Iterable<Document> listed, MongoDatabase database) throws InterruptedException {
        // Not every server that speaks the protocol heeds the filter.
        for (Document candidate : listed) {
            if (settings.collection().equals(candidate.get("name"))) {
                return Found.of(candidate);
            }
        }
        throw new SourceException(missing(database));
    }

    private String missing(MongoDatabase database) throws InterruptedException {
        List<String> databases = names(() -> connection.client().listDatabaseNames());
        if (databases != null && !databases.contains(settings.database())) {
            return "There is no database '%s'; there are %s".formatted(settings.database(), list(databases));
        }
        List<String> collections = names(database::listCollectionNames);
        return "There is no collection '%s' in the database '%s'%s"
                .formatted(
                        settings.collection(),
                        settings.database(),
                        collections == null ? "" : "; there are " + list(collections));
    }

    private @Nullable List<String> names(Supplier<MongoIterable<String>> listing) throws InterruptedException {
        try {
            return listing.get().into(new ArrayList<>());
        } catch (MongoException e) {
            if (MongoTrouble.isPassing(e)) {
                throw connection.trouble().of(e);
            }
            return null;
        }
    }

    private static String list(List<String> names) {
        List<String> shown = names.stream().sorted().limit(20).toList();
        return names.isEmpty() ? "none" : String.join(", ", shown) + (names.size() > shown.size() ? ", …" : "");
    }
}
