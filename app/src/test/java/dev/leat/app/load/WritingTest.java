package dev.leat.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.app.load.WriteRule.Operation;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.bulk.Action;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.Guard;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WritingTest {

    @ParameterizedTest
    @EnumSource
    void makesTheOperationThatIsAskedFor(Operation operation) throws Exception {
        BulkOperation made = of(new WriteRule(operation, "", null), "{\"a\":1}");

        assertThat(made.action()).isEqualTo(Action.valueOf(operation.name()));
        assertThat(made.index()).isEqualTo("x");
        assertThat(made.id()).isEqualTo("7");
    }

    @Test
    void setsTheFieldsOfADocumentThatIsThere() throws Exception {
        assertThat(of(new WriteRule(Operation.UPDATE, "", null), "{\"a\":1}").source())
                .asString()
                .isEqualTo("{\"doc\":{\"a\":1}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"m\":{\"v\":9007199254740993}}",
                "{\"m\":{\"v\":\"9007199254740993\"}}",
                "{\"m.v\":9007199254740993}"
            })
    void takesTheVersionFromAField(String source) throws Exception {
        assertThat(of(new WriteRule(Operation.INDEX, "m.v", null), source).guard())
                .isEqualTo(new Guard.ExternalVersion(9007199254740993L));
        assertThat(of(new WriteRule(Operation.DELETE, "m.v", null), source).guard())
                .isEqualTo(new Guard.ExternalVersion(9007199254740993L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"new\"", "1e3", "9223372036854775808", "true"})
    void refusesWhatIsNoVersion(String version) {
        assertThatThrownBy(() -> of(new WriteRule(Operation.INDEX, "v", null), "{\"v\":" + version + "}"))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageContaining("the field 'v', which is to give the version, holds '")
                .hasMessageContaining("a version is a whole number from 0 to 9223372036854775807");
    }

    @Test
    void refusesADocumentWithoutItsVersion() {
        assertThatThrownBy(() -> of(new WriteRule(Operation.INDEX, "v", null), "{\"w\":1}"))
                .hasMessage("the field 'v', which is to give the version, has no text or number");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "UPDATE"})
    void refusesAVersionWhereElasticsearchTakesNone(Operation operation) {
        assertThatThrownBy(() -> new WriteRule(operation, "v", null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--version-field")
                .hasMessageContaining("takes no version");
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "DELETE"})
    void refusesAPipelineWhereElasticsearchTakesNone(Operation operation) {
        assertThatThrownBy(() -> new WriteRule(operation, "", "p"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--pipeline");
    }

    private static BulkOperation of(WriteRule rule, String source) throws MalformedLineException {
        return new Writing(new Destination.One("x"), rule).of(null, "7", source.getBytes(StandardCharsets.UTF_8));
    }
}
