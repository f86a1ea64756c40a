package dev.leat.sources.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.sources.CuttingProxy;
import dev.leat.sources.DataSourceConformance;
import dev.leat.sources.RecordingChanges;
import dev.leat.sources.RecordingSink;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MongoSourceIT extends DataSourceConformance {

    private static final String PASSWORD = "s3cr3t/p@ss word";
    private static final int READINGS = 40;

    /** One of every kind that the server of this test can sort, some of them twice. */
    private static final List<BsonValue> IDS = List.of(
            new BsonMinKey(),
            BsonNull.VALUE,
            new BsonDouble(-1.5),
            new BsonDecimal128(Decimal128.parse("1000.5")),
            new BsonInt64(1L << 60),
            new BsonString(""),
            new BsonString("1"),
            new BsonString("ä"),
            BsonDocument.parse("{\"gate\": 1, \"side\": \"a\"}"),
            BsonDocument.parse("{\"gate\": 2, \"side\": \"a\"}"),
            new BsonBinary(new byte[] {1, 2}),
            new BsonBinary(UUID.fromString("6fa459ea-ee8a-3ca4-894e-db77e160355e")),
            new BsonObjectId(new ObjectId("507f1f77bcf86cd799439011")),
            new BsonObjectId(new ObjectId("507f1f77bcf86cd799439012")),
            BsonBoolean.FALSE,
            BsonBoolean.TRUE,
            new BsonDateTime(-62135596800001L),
            new BsonDateTime(1_700_000_000_123L),
            new BsonTimestamp(1_700_000_000, 7),
            new BsonMaxKey());

    private MongoFixture mongo = new MongoFixture();

    @BeforeEach
    void fill() {
        mongo.close();
        mongo = new MongoFixture();
        mongo.fill("readings", READINGS);
        IDS.forEach(id -> mongo.collection("readings").insertOne(new BsonDocument("_id", id)));
        mongo.database().createCollection("nothing");
    }

    @AfterEach
    void stop() {
        mongo.close();
    }

    @Override
    protected String serviceType() {
        return "mongodb";
    }

    @Override
    protected Map<String, String> working() {
        return settings("readings");
    }

    private Map<String, String> settings(String collection) {
        Map<String, String> settings = new HashMap<>();
        settings.put("host", mongo.url());
        settings.put("database", MongoFixture.DATABASE);
        settings.put("collection", collection);
        settings.put("batch_size", "7");
        settings.put("retry_count", "2");
        settings.put("id_format", "typed");
        return settings;
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> settings = working();
        settings.put(key, value);
        return settings;
    }

    @Override
    protected Map<String, String> unreachable() {
        return with("host", "mongodb://jane:s3cr3t%2Fp%40ss%20word@127.0.0.1:1/?serverSelectionTimeoutMS=500");
    }

    @Override
    protected Optional<Map<String, String>> refused() {
        Map<String, String> settings = working();
        settings.put("user", "jane");
        settings.put("password", PASSWORD);
        return Optional.of(settings);
    }

    @Override
    protected Optional<Map<String, String>> empty() {
        return Optional.of(settings("nothing"));
    }

    @Override
    protected void spoil() {
        mongo.kill();
    }

    @Override
    protected int documents() {
        return READINGS + IDS.size();
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("Cannot reach MongoDB at mongodb://127.0.0.1:1", "Connection refused");
    }

    @Override
    protected Set<Ability> abilities() {
        return Set.of(Ability.CHECKPOINTS, Ability.ADVANCED_RULES, Ability.INCREMENTAL_SYNC, Ability.LOGIN);
    }

    @Override
    protected List<String> secrets() {
        return List.of(PASSWORD, "s3cr3t");
    }

    @Override
    protected Optional<WrongRule> wrongRule() {
        return Optional.of(new WrongRule(
                Map.of("find", Map.of("filter", "all", "sort", Map.of("a", 1), "limit", -1, "return_key", "yes")),
                List.of("find has no key 'sort'", "find.filter is an object", "find.return_key is", "find.limit is")));
    }

    @Test
    void writesIdsAsTextLikeOtherConnectors() throws Exception {
        Map<String, String> plain = working();
        plain.put("id_format", "plain");

        assertThat(readAll(plain).ids())
                .contains("MinKey()", "None", "-1.5", "1000.5", "1152921504606846976", "ä", "True", "False")
                .contains("507f1f77bcf86cd799439011", "6fa459ea-ee8a-3ca4-894e-db77e160355e", "AQI=")
                .contains("{\"gate\": 1, \"side\": \"a\"}", "2023-11-14T22:13:20.123000", "Timestamp(1700000000, 7)");
        assertThat(readAll(working()).ids()).contains("number:1", "string:1", "objectId:507f1f77bcf86cd799439011");
    }

    @Test
    void goesOnAfterTheConnectionWasCut() throws Exception {
        mongo.fill("many", 3_000);
        try (CuttingProxy proxy = CuttingProxy.to(mongo.port())) {
            Map<String, String> settings = settings("many");
            settings.put("host", "127.0.0.1:" + proxy.port());
            settings.put("batch_size", "100");
            RecordingSink sink = new RecordingSink();
            sink.afterCheckpoint(() -> {
                if (sink.marks().size() % 10 == 0) {
                    proxy.cut();
                }
            });

            try (DataSource source = open(settings)) {
                source.read(source.scopes(Filter.none()).getFirst(), Checkpoint.start(), sink);
            }

            assertThat(sink.ids())
                    .containsExactlyElementsOf(IntStream.range(0, 3_000)
                            .mapToObj(i -> "number:" + i)
                            .toList());
            assertThat(proxy.connections()).isGreaterThan(3);
        }
    }

    @Test
    void readsManyDocuments() throws Exception {
        int documents = Boolean.getBoolean("leat.test.full") ? 100_000 : 20_000;
        mongo.fill("many", documents);
        Map<String, String> settings = settings("many");
        settings.put("batch_size", "1000");

        RecordingSink sink = readAll(settings);

        assertThat(sink.ids()).hasSize(documents).doesNotHaveDuplicates();
        assertThat(sink.marks()).hasSize(documents / 1000);
    }

    @Test
    void leavesNoConnectionOpen() throws Exception {
        try (CuttingProxy proxy = CuttingProxy.to(mongo.port())) {
            readAll(with("host", "mongodb://127.0.0.1:" + proxy.port()));

            Awaitility.await().until(() -> proxy.openConnections() == 0);
        }
    }

    @Test
    void readsWhatARuleFinds() throws Exception {
        assertThat(readAll(working(), rule("{\"find\": {\"filter\": {\"level\": {\"$lt\": 3}}, \"batch_size\": 2}}"))
                        .ids())
                .containsExactly("number:0", "number:1", "number:2");
        assertThat(readAll(
                                working(),
                                rule("{\"find\": {\"skip\": 3, \"limit\": 2, \"filter\": {\"level\": {\"$gte\": 0}}}}"))
                        .ids())
                .hasSize(2);
        assertThat(readAll(
                                working(),
                                rule("{\"find\": {\"filter\": {\"_id\": {\"$oid\": \"507f1f77bcf86cd799439011\"}}}}"))
                        .ids())
                .containsExactly("objectId:507f1f77bcf86cd799439011");
        assertThat(readAll(
                                working(),
                                rule("{\"aggregate\": {\"pipeline\": [{\"$match\": {\"level\": 5}},"
                                        + " {\"$project\": {\"note\": 1}}], \"allowDiskUse\": true}}"))
                        .documents())
                .singleElement()
                .satisfies(document -> {
                    assertThat(document.id()).isEqualTo("number:5");
                    assertThat(document.fields()).containsOnlyKeys("note");
                });
    }

    @Test
    void asksTheServerWhetherAFilterIsOne() throws Exception {
        try (MongoSource source = (MongoSource) open(working())) {
            assertThat(source.problems(rule("{\"find\": {\"filter\": {\"level\": {\"$nearly\": 3}}}}")))
                    .singleElement()
                    .asString()
                    .startsWith("The server refuses find.filter: ");
            assertThat(source.problems(rule("{\"aggregate\": {\"pipeline\": [{\"$out\": \"x\"}, {}]}}")))
                    .containsExactly(
                            "aggregate.pipeline[0] writes with $out; a source only reads",
                            "aggregate.pipeline[1] is an object with the name of one stage, such as $match");
            assertThatThrownBy(() -> source.scopes(rule("{\"delete\": {}}")))
                    .isInstanceOf(SourceException.class)
                    .hasMessage(
                            "The advanced rule cannot be used: The key 'delete' is not known; use find or aggregate");
        }
    }

    @Test
    void namesWhatIsThereWhenSomethingIsNot() {
        assertThatThrownBy(() -> readAll(settings("reading")))
                .isInstanceOf(SourceException.class)
                .hasMessage("There is no collection 'reading' in the database 'canal'; there are nothing, readings");
        assertThatThrownBy(() -> readAll(with("database", "kanal")))
                .hasMessage("There is no collection 'readings' in the database 'kanal'; there are none");
    }

    @Test
    void refusesSettingsThatContradictEachOther() {
        Map<String, String> settings = with("host", "mongodb://one,two/?tls=false");
        settings.put("direct_connection", "true");
        settings.put("ssl_enabled", "true");
        settings.put("ssl_ca", "no certificate");

        assertThatThrownBy(() -> open(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ssl_enabled: is true, but the connection string in host says tls=false; make them agree;"
                        + " direct_connection: needs a single server, but host names several;"
                        + " ssl_ca: holds no certificate; paste PEM, from -----BEGIN CERTIFICATE----- on");
        assertThatThrownBy(() -> open(with("host", "mongodb://jane:s3cr3t/p@ss@db/")))
                .hasMessageContaining("check the user and password in it")
                .hasMessageNotContaining("s3cr3t");
        assertThatThrownBy(() -> open(with("host", "mongodb://jane:s3cr3t:x@db/")))
                .hasMessageContaining("percent-encode")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void readsOnlyWhatChangedSinceTheLastRun() throws Exception {
        Map<String, String> settings = with("cursor_field", "level");
        settings.put("cursor_overlap", "0");
        RecordingChanges first = new RecordingChanges();
        RecordingChanges second = new RecordingChanges();
        try (MongoSource source = (MongoSource) open(settings)) {
            Cursor cursor = source.cursor();
            mongo.collection("readings")
                    .insertOne(BsonDocument.parse("{\"_id\": \"new\", \"level\": 100, \"kept\": true}"));
            cursor = source.readChanges(Filter.none(), cursor, first);
            mongo.collection("readings")
                    .updateOne(
                            new BsonDocument("_id", new BsonInt32(3)),
                            BsonDocument.parse("{\"$set\": {\"level\": 101}}"));
            source.readChanges(rule("{\"find\": {\"filter\": {\"kept\": {\"$ne\": true}}}}"), cursor, second);
        }

        assertThat(first.ids()).containsExactlyInAnyOrder("number:39", "string:new");
        assertThat(second.ids()).containsExactly("number:3");
        assertThat(second.deleted()).containsExactly("string:new");
    }

    @Test
    void readsChangesThatArriveLateOrBesideDatesInTheFuture() throws Exception {
        Map<String, String> settings = settings("changes");
        settings.put("cursor_field", "at");
        settings.put("cursor_overlap", "3600");
        RecordingChanges changes = new RecordingChanges();
        Instant now = Instant.now();
        change("tomorrow", now.plus(Duration.ofDays(1)));
        change("old", now.minus(Duration.ofHours(2)));
        try (MongoSource source = (MongoSource) open(settings)) {
            Cursor cursor = source.cursor();
            change("late", now.minus(Duration.ofMinutes(30)));
            change("new", now.plusSeconds(1));

            source.readChanges(Filter.none(), cursor, changes);
        }

        assertThat(changes.ids()).containsExactlyInAnyOrder("string:tomorrow", "string:late", "string:new");
    }

    private void change(String id, Instant at) {
        mongo.collection("changes")
                .insertOne(
                        new BsonDocument("_id", new BsonString(id)).append("at", new BsonDateTime(at.toEpochMilli())));
    }

    @Test
    void failsACollectionThatIsDroppedWhileItIsRead() throws Exception {
        mongo.fill("doomed", 300);
        Map<String, String> settings = settings("doomed");
        settings.put("batch_size", "100");
        RecordingSink sink = new RecordingSink()
                .afterCheckpoint(() -> mongo.collection("doomed").drop());
        try (DataSource source = open(settings)) {
            Scope scope = source.scopes(Filter.none()).getFirst();

            assertThatThrownBy(() -> source.read(scope, Checkpoint.start(), sink))
                    .isInstanceOf(SourceException.class)
                    .hasMessageStartingWith("There is no collection 'doomed'");
        }
    }

    @Test
    void readsTheDocumentsThatNoDateCanRuin() throws Exception {
        mongo.collection("dates")
                .insertOne(BsonDocument.parse(
                        "{\"_id\": 1, \"at\": {\"$date\": {\"$numberLong\": \"99999999999999999\"}}}"));
        mongo.collection("dates")
                .insertOne(BsonDocument.parse("{\"_id\": 2, \"at\": {\"$date\": \"2024-02-29T12:00:00Z\"}}"));

        RecordingSink strict = readAll(settings("dates"));

        assertThat(strict.ids()).containsExactly("number:2");
        assertThat(strict.with("at", "2024-02-29T12:00:00").id()).isEqualTo("number:2");
        assertThat(strict.failed().get("number:1")).hasMessageContaining("The field 'at' holds a date beyond");
    }

    static Filter rule(String json) {
        return new Filter(Json.MAPPER.readValue(json, Map.class));
    }
}
