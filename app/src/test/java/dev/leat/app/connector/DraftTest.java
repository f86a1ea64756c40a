package dev.leat.app.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.app.terminal.Questions;
import dev.leat.app.terminal.Terminal;
import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Form;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.NewConnector;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.testing.ConnectorKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DraftTest {

    /** A source with every kind of setting, which is never opened. */
    private static final DataSourceProvider PROVIDER = new DataSourceProvider() {

        @Override
        public String serviceType() {
            return "mill";
        }

        @Override
        public String description() {
            return "Mills on rivers";
        }

        @Override
        public ConfigurationSchema configurationSchema() {
            return ConfigurationSchema.of(
                    ConfigurationField.string("river", "River").required(),
                    ConfigurationField.string("key_name", "Name of the key")
                            .required()
                            .onlyWhen("locked", true),
                    ConfigurationField.bool("locked", "Locked").withDefault("false"),
                    ConfigurationField.secret("key", "Key").required().onlyWhen("locked", true),
                    ConfigurationField.integer("wheels", "Wheels")
                            .withDefault("1")
                            .between(1, 8),
                    ConfigurationField.string("miller", "Miller")
                            .withDefault("x")
                            .advanced());
        }

        @Override
        public DataSource open(Configuration configuration) {
            throw new IllegalStateException("a draft opens no source");
        }
    };

    private final ByteArrayOutputStream asked = new ByteArrayOutputStream();

    @Test
    void asksForDependentsOnlyWhenTheirConditionHolds() {
        Draft open = ask("Tavy\nfalse\n3\n");
        String without = asked.toString(StandardCharsets.UTF_8);
        Draft locked = ask("Tavy\nyes\n\nbrass\nhunter2\n");

        assertThat(open.values()).isEqualTo(Map.of("river", "Tavy", "wheels", 3L));
        assertThat(without)
                .contains("River: ")
                .contains("Wheels (1 to 8) [1]: ")
                .doesNotContain("Key", "Miller");
        assertThat(locked.values())
                .isEqualTo(Map.of("river", "Tavy", "locked", true, "key_name", "brass", "key", "hunter2"));
        assertThat(locked.toString()).doesNotContain("hunter2");
        assertThat(locked.checked(PROVIDER).toString()).doesNotContain("hunter2");
    }

    @Test
    void asksExpertsForMore() {
        form(terminal("Tavy\nfalse\n3\n"), Form.Audience.EVERYBODY).askForSettings(draft(Map.of()), PROVIDER);
        String everybody = asked.toString(StandardCharsets.UTF_8);
        Draft expert = form(terminal("Tavy\nfalse\n3\nSam\n"), Form.Audience.EXPERTS)
                .askForSettings(draft(Map.of()), PROVIDER);

        assertThat(everybody).doesNotContain("Miller");
        assertThat(expert.values()).containsEntry("miller", "Sam");
    }

    @Test
    void asksOnceForATimeAndAgainForOneThatItUnderstands() {
        Draft without = form(terminal("\n"), Form.Audience.EVERYBODY).askForSchedule(draft(Map.of()));
        Draft nightly = form(terminal("at night\n0 0 2 * * ?\n"), Form.Audience.EVERYBODY)
                .askForSchedule(draft(Map.of()));
        Draft again = form(terminal(""), Form.Audience.EVERYBODY).askForSchedule(nightly);

        assertThat(without.schedules()).isEmpty();
        assertThat(nightly.schedules()).isEqualTo(Map.of(JobType.FULL, "0 0 2 * * ?"));
        assertThat(again).isSameAs(nightly);
    }

    @Test
    void takesTextsForNumbersAndTruthValues() {
        NewConnector connector =
                draft(Map.of("river", "Tavy", "wheels", "3", "locked", "no")).checked(PROVIDER);

        assertThat(value(connector, "wheels")).isEqualTo(3L);
        assertThat(value(connector, "locked")).isEqualTo(false);
        assertThatThrownBy(
                        () -> draft(Map.of("river", "Tavy", "wheels", "three")).checked(PROVIDER))
                .hasMessageContaining("wheels: ")
                .hasMessageContaining("three");
    }

    @Test
    void givesUpWhenNobodyAnswers() {
        assertThatThrownBy(() -> ask("\n\n\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("River: nothing was entered");
    }

    @Test
    void keepsReferencesAndDoesNotLookThemUp() {
        NewConnector connector = draft(Map.of(
                        "river", "Tavy", "locked", true, "key_name", "${env:NAME_OF_KEY}", "key", "${file:/nowhere}"))
                .checked(PROVIDER);

        assertThat(value(connector, "key")).isEqualTo("${file:/nowhere}");
        assertThat(value(connector, "key_name")).isEqualTo("${env:NAME_OF_KEY}");
        assertThat(value(connector, "wheels")).isNotNull();
        assertThat(connector.name()).isEqualTo("mill to mills");
    }

    @Test
    void namesAllThatIsWrong() {
        assertThatThrownBy(() -> draft(Map.of("wheel", 1L, "wheels", 99L, "locked", true))
                        .checked(PROVIDER))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("wheel: is no setting of mill, did you mean 'wheels'?")
                .hasMessageContaining("wheels: ")
                .hasMessageContaining("river: ")
                .hasMessageContaining("key: ");
    }

    @Test
    void asksForTheLeastThatAServiceNeedsByTheGuide() {
        JsonNode guide = Json.MAPPER.readTree(ConnectorKeys.ofService("mills")).at("/role_descriptors/service");

        assertThat(ApiKeys.body("mills").at("/role_descriptors/mills-connector-role"))
                .isEqualTo(guide);
    }

    @Test
    void keepsAKeyForItsOwnerAndReplacesNoFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mill.key");

        ApiKeys.reserve(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> ApiKeys.reserve(file)).hasMessageContaining("the file for the API key cannot be made");
    }

    private static @Nullable Object value(NewConnector connector, String key) {
        return connector.configuration().get(key) instanceof Map<?, ?> entry ? entry.get("value") : null;
    }

    private static Draft draft(Map<String, Object> values) {
        return new Draft("m1", null, "mill", "mills", null, values, Map.of());
    }

    private Draft ask(String answers) {
        return form(terminal(answers), Form.Audience.EVERYBODY).askForSettings(draft(Map.of()), PROVIDER);
    }

    private Terminal terminal(String answers) {
        asked.reset();
        PrintStream err = new PrintStream(asked, true, StandardCharsets.UTF_8);
        return new Terminal(
                err, err, new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)), true, true, true);
    }

    private static DraftForm form(Terminal terminal, Form.Audience audience) {
        return new DraftForm(new Questions(terminal), audience);
    }
}
