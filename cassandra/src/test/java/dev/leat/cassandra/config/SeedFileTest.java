package dev.leat.cassandra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cassandra.config.PairConfig.Unit;
import dev.leat.cassandra.config.PairConfig.Versions;
import dev.leat.cassandra.sync.Direction;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration of PyCassElastic, read as it is. */
class SeedFileTest {

    /** As the README of PyCassElastic has it: comments, and without the last brace. */
    private static final String SEED = """
            {
              "period": 1, # in seconds
              "cassandra":{
                "url":["localhost"], # url to connect to
                "keyspace":"test"  # keyspace of the tables
              },
              "elasticsearch":{
                "url":["localhost"] # url to connect to
              },
              "syncs":[ # list of sync to be executed. More than one can occur
                {
                  "name":"sync_name1", # name of the sync. Will appear in some log messages
                  "comments": "from cassandra to elastic", # used for nothing. Just for own organization
                  "id_col":"id", # the id column. Primary key
                  "date_col": "date", # timestamp of the data. If "filter_date": true, will query this field to filter by date
                  "filter_date":true, # if true, will filter C* data by date. The date_col should be part of the key as clustering key
                  "version_col":"version", # version of the documents. a unix time of date used to resolve conflict
                  "ignore_same_source": true, # true - filter data on ES data does not belong to cassandra
                  "cassandra": {
                    "table": "bogus", # table that will be sync. all fields will be sync
                    "source_id":"cassandra" # cassandra data signature
                  },
                  "elasticsearch":{
                    "index": "bogus_index", # index to write to
                    "type": "bogusdoc", # type of doc
                    "source_id":"Elastic" # elastic data signature
                  }
                }
              ]
            """;

    private static final String SMALL = """
            {"cassandra": {"url": ["localhost"], "keyspace": "test"},
             "syncs": [{"cassandra": {"table": "t"}, "elasticsearch": {"index": "i"}}]}
            """;

    @Test
    void readsTheSeedsOwnExampleUnchanged() {
        SyncConfig config = SeedFile.read("config.json", SEED, null);

        assertThat(SeedFile.isOne(SEED)).isTrue();
        assertThat(config.cassandra().contactPoints()).containsExactly("localhost");
        assertThat(config.cassandra().datacenter()).isNull();
        assertThat(config.cassandra().credentials()).isEqualTo(Credentials.none());
        assertThat(config.elasticsearch()).isEqualTo("localhost");
        PairConfig pair = config.pairs().getFirst();
        assertThat(pair.name()).isEqualTo("sync_name1");
        assertThat(pair.keyspace()).isEqualTo("test");
        assertThat(pair.table()).isEqualTo("bogus");
        assertThat(pair.index()).isEqualTo("bogus_index");
        assertThat(pair.direction()).isEqualTo(Direction.BOTH);
        assertThat(pair.keyColumn()).isEqualTo("id");
        assertThat(pair.versions()).isEqualTo(new Versions("version", "date", Unit.MILLIS, null, null));
        assertThat(pair.newFields()).isEqualTo(NewFields.ADD_COLUMN);
        assertThat(pair.sourceId()).isEqualTo("cassandra");
        assertThat(pair.times().period()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.notices())
                .containsExactlyInAnyOrder(
                        "config.json: the last } is missing; it is taken as if it stood there",
                        "config.json: syncs[0].elasticsearch.type: is ignored: Elasticsearch has no types any more");
    }

    @Test
    void readsTheWholeTableWithoutAFilter() {
        SyncConfig config =
                SeedFile.read("config.json", SEED.replace("\"filter_date\":true", "\"filter_date\":false"), null);

        assertThat(config.pairs().getFirst().versions().changes()).isNull();
    }

    @Test
    void bringsDocumentsOfAnySourceWithoutTheRule() {
        String text = SEED.replace("\"ignore_same_source\": true", "\"ignore_same_source\": false");

        assertThat(SeedFile.read("config.json", text, null).pairs().getFirst().sourceId())
                .isNull();
    }

    @Test
    void leavesAHashInAStringAlone() {
        String text = SMALL.replace("\"t\"", "\"t#1\" # a comment with \"quotes\"\n");

        assertThat(SeedFile.read("config.json", text, null).pairs().getFirst().table())
                .isEqualTo("t#1");
    }

    @Test
    void knowsSeveralSyncsAndHosts() {
        String text = """
                {"period": 0.5,
                 "cassandra": {"url": ["one", "two:9043"], "keyspace": "k"},
                 "elasticsearch": {"url": ["one", "https://two"]},
                 "syncs": [
                   {"name": "first sync", "cassandra": {"table": "a", "fields_list": ["x", "y"]}, "elasticsearch": {"index": "a"}},
                   {"cassandra": {"table": "b"}, "elasticsearch": {"index": "b"}}]}
                """;

        SyncConfig config = SeedFile.read("config.json", text, null);

        assertThat(config.cassandra().contactPoints()).containsExactly("one", "two:9043");
        assertThat(config.elasticsearch()).isEqualTo("one,https://two");
        assertThat(config.pairs()).extracting(PairConfig::name).containsExactly("first-sync", "b");
        assertThat(config.pairs().getFirst().columns()).containsExactly("x", "y");
        assertThat(config.pairs().getLast().times().period()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void saysOfUnknownKeysWhatWasProbablyMeant() {
        String text = SMALL.replace("{\"cassandra\": {\"table\"", "{\"filter_dat\": true, \"cassandra\": {\"table\"")
                .replaceFirst("\\{", "{\"peroid\": 3, ");

        SyncConfig config = SeedFile.read("config.json", text, null);

        assertThat(config.notices())
                .containsExactlyInAnyOrder(
                        "config.json: peroid: unknown key, did you mean 'period'?",
                        "config.json: syncs[0].filter_dat: unknown key, did you mean 'filter_date'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cassandra\": {\"keyspace\": \"k\"}, \"syncs\": []}|config.json: cassandra.url: is missing; name at least one host, such as [\"localhost\"]; config.json: syncs: lists no sync; give at least one with cassandra.table and elasticsearch.index",
                "{\"cassandra\": {\"url\": \"h\"}, \"syncs\": [{}]}|config.json: cassandra.keyspace: is missing; name the keyspace of the tables; config.json: syncs[0].cassandra.table: is missing; name the table; config.json: syncs[0].elasticsearch.index: is missing; name the index",
                "{\"period\": \"soon\", \"cassandra\": {\"url\": \"h\", \"keyspace\": \"k\"}, \"syncs\": 3}|config.json: period: must be a number of seconds, or such as 500ms, 90s or 10m, and is 'soon'; config.json: syncs: must be a list; config.json: syncs: lists no sync; give at least one with cassandra.table and elasticsearch.index",
            })
    void namesEverythingThatIsWrong(String text, String message) {
        assertThatThrownBy(() -> SeedFile.read("config.json", text, null))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void wantsTheColumnsThatItsFlagsNeed() {
        String text =
                SMALL.replace("\"syncs\": [{", "\"syncs\": [{\"filter_date\": true, \"ignore_same_source\": true, ");

        assertThatThrownBy(() -> SeedFile.read("config.json", text, null))
                .hasMessage(
                        "config.json: syncs[0].date_col: is missing, and filter_date is true; name the column with the"
                                + " date; config.json: syncs[0].cassandra.source_id: is missing, and ignore_same_source is true;"
                                + " give what documents of Cassandra have in their source");
    }

    @Test
    void doesNotLetTwoSyncsShareAnIndexOrAName() {
        String sync = "{\"cassandra\": {\"table\": \"t\"}, \"elasticsearch\": {\"index\": \"i\"}}";
        String text = SMALL.replace(sync, sync + "," + sync);

        assertThatThrownBy(() -> SeedFile.read("config.json", text, null))
                .hasMessage("config.json: syncs[1].name: 't' is the name of config.json: syncs[0], too; change one;"
                        + " config.json: syncs[1].index: 'i' is the index of config.json: syncs[0], too; each table needs"
                        + " an index of its own");
    }

    @Test
    void saysWhereItIsNoJson() {
        assertThatThrownBy(() -> SeedFile.read("config.json", "{\n\"syncs\": [,]}", null))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("config.json, line 2: not valid JSON: ");
        assertThatThrownBy(() -> SeedFile.read("config.json", "{\"syncs\": 1, \"syncs\": 2}", null))
                .hasMessageContaining("not valid JSON: Duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync:\n  pairs: []\n", "# { \"syncs\"\nsync: {}\n", "{\"sync\": {}}"})
    void takesNoOtherFileForIts(String text) {
        assertThat(SeedFile.isOne(text)).isFalse();
    }

    @Test
    void beginsWhereTheSeedLeftOff(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("lastruntime.log"), "20150228 08:41\n");

        Instant start = StartingPoint.beside(folder.resolve("config.json")).orElseThrow();

        assertThat(start).isEqualTo("2015-02-28T08:41:00Z");
        assertThat(SeedFile.read("config.json", SEED, start)
                        .pairs()
                        .getFirst()
                        .versions()
                        .startingPoint())
                .isEqualTo(start);
    }

    @Test
    void beginsAtTheBeginningWithoutThatFile(@TempDir Path folder) {
        assertThat(StartingPoint.beside(folder.resolve("config.json"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20150228", "20150231 08:41", "2015-02-28 08:41"})
    void saysWhatThatFileMustHold(String text, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("lastruntime.log"), text);

        assertThatThrownBy(() -> StartingPoint.beside(folder.resolve("config.json")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": must hold a time in UTC such as 20150228 08:41; correct it, or remove the file to"
                        + " read everything");
    }
}
