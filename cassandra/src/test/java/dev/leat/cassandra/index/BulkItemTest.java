package dev.leat.cassandra.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.Version;
import dev.leat.elastic.BlockedException;
import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkItemTest {

    private static final Place PLACE = new Place("guard", true, "things", "uuid", 1);

    private static Optional<Outcome> judge(String item) {
        return BulkItem.judge(PLACE, Json.MAPPER.readTree(item));
    }

    private static Optional<Outcome> failure(int status, String type) {
        return judge("{\"status\":" + status + ",\"error\":{\"type\":\"" + type + "\",\"reason\":\"because\"}}");
    }

    @Test
    void aWriteNamesItsVersionAndADeleteNone() {
        assertThat(judge("{\"status\":201,\"result\":\"created\",\"_seq_no\":7,\"_primary_term\":2}"))
                .contains(new Outcome.Written(new Version("uuid", 7, 2)));
        assertThat(judge("{\"status\":200,\"result\":\"deleted\",\"_seq_no\":8,\"_primary_term\":2}"))
                .contains(new Outcome.Written(null));
    }

    @Test
    void onlyWhatFoundNoRoomIsSentAgain() {
        assertThat(failure(429, "es_rejected_execution_exception")).isEmpty();
    }

    @Test
    void aVersionConflictIsAConflict() {
        assertThat(failure(409, "version_conflict_engine_exception")).contains(new Outcome.Conflict());
    }

    @Test
    void aDocumentThatIsNotTakenIsRejectedWithItsReason() {
        assertThat(failure(400, "document_parsing_exception"))
                .contains(new Outcome.Rejected("document_parsing_exception: because"));
    }

    @ParameterizedTest
    @CsvSource({
        "503, unavailable_shards_exception",
        "500, node_closed_exception",
        "404, shard_not_found_exception",
        "408, anything_else"
    })
    void whatMayHaveBeenAppliedIsUnknown(int status, String type) {
        assertThat(failure(status, type)).contains(new Outcome.Unknown());
    }

    @Test
    void anIndexThatTakesNoWritesForNowIsUnavailable() {
        assertThatThrownBy(() -> failure(403, "cluster_block_exception"))
                .isInstanceOf(BlockedException.class)
                .hasMessage("the index 'things' refuses writes for now: because");
    }

    @Test
    void aMissingIndexIsNamed() {
        assertThatThrownBy(() -> failure(404, "index_not_found_exception"))
                .isInstanceOf(IndexMissingException.class)
                .hasMessage("the index 'things' is not there any more; restore it, or start the sync again");
    }

    @Test
    void aMissingPrivilegeIsNamed() {
        assertThatThrownBy(() -> failure(403, "security_exception"))
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith("writing to 'things' was refused: because; check the credentials");
    }
}
