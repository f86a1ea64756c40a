package dev.leat.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationSchemaTest {

    private static final ConfigurationSchema SCHEMA = ConfigurationSchema.of(
            ConfigurationField.string("path", "Folder").required().describedAs("The folder to mirror"),
            ConfigurationField.integer("page_rows", "Rows per page")
                    .withDefault("5000")
                    .between(1, 100_000),
            ConfigurationField.bool("hidden", "Hidden files").withDefault("false"),
            ConfigurationField.list("kinds", "Kinds").oneOf("pdf", "html", "text"),
            ConfigurationField.secret("password", "Password"));

    @Test
    void fillsInDefaultsAndConvertsTexts() {
        Configuration configuration = SCHEMA.configure(Map.of(
                "path", "/data", "page_rows", "17", "hidden", "true", "kinds", " pdf, html,,", "password", "s3"));

        assertThat(configuration.string("path")).isEqualTo("/data");
        assertThat(configuration.integer("page_rows")).isEqualTo(17);
        assertThat(configuration.isOn("hidden")).isTrue();
        assertThat(configuration.list("kinds")).containsExactly("pdf", "html");
        assertThat(configuration.secret("password")).isEqualTo(new Secret("s3"));
        assertThat(configuration)
                .hasToString("{path=/data, page_rows=17, hidden=true, kinds=[pdf, html], password=***}");
    }

    @Test
    void takesDefaultsForWhatIsEmptyOrAbsent() {
        Configuration configuration = SCHEMA.configure(Map.of("path", "/data", "page_rows", " "));

        assertThat(configuration.integer("page_rows")).isEqualTo(5000);
        assertThat(configuration.isOn("hidden")).isFalse();
        assertThat(configuration.list("kinds")).isEmpty();
        assertThat(configuration.findSecret("password")).isEmpty();
    }

    @Test
    void reportsEveryProblemAtOnce() {
        ConfigException problem = catchThrowableOfType(
                ConfigException.class,
                () -> SCHEMA.configure(
                        Map.of("page_rows", "many", "hidden", "yes", "kinds", List.of("pdf", "gif"), "pasword", "x")));

        assertThat(problem.problems())
                .containsExactly(
                        new Problem("pasword", "unknown setting; did you mean 'password'?"),
                        new Problem("path", "is required: The folder to mirror"),
                        new Problem("page_rows", "must be a whole number, but is 'many'"),
                        new Problem("hidden", "must be true or false, but is 'yes'"),
                        new Problem("kinds", "must be one of pdf, html, text, but is 'gif'"));
    }

    @Test
    void keepsNumbersWithinTheirBounds() {
        assertThatThrownBy(() -> SCHEMA.configure(Map.of("path", "/data", "page_rows", 0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("page_rows: must be from 1 to 100000, but is 0");
    }

    @Test
    void namesAllSettingsWhenNoneIsNear() {
        assertThatThrownBy(() -> SCHEMA.configure(Map.of("path", "/data", "colour", "red")))
                .hasMessage("colour: unknown setting; known are path, page_rows, hidden, kinds, password");
    }

    @Test
    void fingerprintChangesWithEverySettingButSecrets() {
        String plain = SCHEMA.configure(Map.of("path", "/data")).fingerprint();

        assertThat(SCHEMA.configure(Map.of("path", "/data", "password", "x")).fingerprint())
                .isEqualTo(plain);
        assertThat(SCHEMA.configure(Map.of("path", "/data2")).fingerprint()).isNotEqualTo(plain);
        assertThat(SCHEMA.configure(Map.of("path", "/data", "hidden", "true")).fingerprint())
                .isNotEqualTo(plain);
    }

    @Test
    void refusesToReadASettingThatTheSchemaDoesNotHave() {
        Configuration configuration = SCHEMA.configure(Map.of("path", "/data"));

        assertThatThrownBy(() -> configuration.string("paths"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The schema has no setting 'paths'");
        assertThatThrownBy(() -> configuration.integer("path"))
                .hasMessage("The setting 'path' is of type STRING, not INTEGER");
    }

    @Test
    void aCatalogNamesTheNearestTypeAndAllKnownOnes() {
        DataSourceCatalog catalog = new DataSourceCatalog(List.of(new Named("sqlite"), new Named("dir")));

        assertThatThrownBy(() -> catalog.require("sqlit"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("type: there is no source 'sqlit'; did you mean 'sqlite'? Known are: dir, sqlite");
        assertThatThrownBy(() -> catalog.require("mongodb"))
                .hasMessage("type: there is no source 'mongodb'. Known are: dir, sqlite");
        assertThat(catalog.require("dir").serviceType()).isEqualTo("dir");
    }

    private record Named(String serviceType) implements DataSourceProvider {

        @Override
        public String description() {
            return "Nothing";
        }

        @Override
        public ConfigurationSchema configurationSchema() {
            return SCHEMA;
        }

        @Override
        public DataSource open(Configuration configuration) {
            throw new UnsupportedOperationException();
        }
    }
}
