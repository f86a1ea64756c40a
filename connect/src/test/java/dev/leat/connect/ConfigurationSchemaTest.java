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

    private static final ConfigurationSchema TLS = ConfigurationSchema.of(
            ConfigurationField.bool("tls", "TLS").withDefault("false"),
            ConfigurationField.integer("port", "Port").withDefault("443").onlyWhen("tls", true),
            ConfigurationField.string("authority", "Certificate authority")
                    .required()
                    .multiline()
                    .advanced()
                    .onlyWhen("tls", "true"));

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
    void neitherRequiresNorChecksWhatDoesNotCount() {
        Configuration plain = TLS.configure(Map.of("tls", "false", "port", "many", "authority", "x"));
        Configuration byDefault = TLS.configure(Map.of());
        ConfigException problem =
                catchThrowableOfType(ConfigException.class, () -> TLS.configure(Map.of("tls", true, "port", "many")));

        assertThat(plain.integer("port")).isEqualTo(443);
        assertThat(plain.findString("authority")).isEmpty();
        assertThat(plain).hasToString(byDefault.toString());
        assertThat(problem.problems())
                .containsExactly(
                        new Problem("port", "must be a whole number, but is 'many'"),
                        new Problem("authority", "is required: Certificate authority"));
    }

    @Test
    void comparesWithTheEffectiveValueOfTheOtherSettingOnly() {
        ConfigurationSchema schema = ConfigurationSchema.of(
                ConfigurationField.bool("first", "First").withDefault("true"),
                ConfigurationField.integer("second", "Second").onlyWhen("first", false),
                ConfigurationField.string("third", "Third").onlyWhen("second", 7),
                ConfigurationField.string("both", "Both")
                        .required()
                        .onlyWhen("first", true)
                        .onlyWhen("second", 7));

        Configuration configuration = schema.configure(Map.of("second", "7", "third", "here", "both", "x"));

        assertThat(configuration.findInteger("second")).isEmpty();
        assertThat(configuration.string("third")).isEqualTo("here");
        assertThat(schema.configure(Map.of("second", 8)).findString("both")).isEmpty();
        assertThatThrownBy(() -> schema.configure(Map.of("second", "7"))).hasMessage("both: is required: Both");
    }

    @Test
    void refusesASchemaWhoseDependenciesCannotHold() {
        ConfigurationField port = ConfigurationField.integer("port", "Port");

        assertThatThrownBy(() -> ConfigurationSchema.of(port.onlyWhen("tsl", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The setting 'port' depends on 'tsl', which the schema does not have");
        assertThatThrownBy(() -> ConfigurationSchema.of(
                        port, ConfigurationField.string("name", "Name").onlyWhen("port", "high")))
                .hasMessage("The setting 'name' depends on 'port' with a value that it never has: must be a whole"
                        + " number, but is 'high'");
        assertThatThrownBy(() -> ConfigurationSchema.of(port.onlyWhen("port", 1)))
                .hasMessageContaining("must be another setting");
        assertThatThrownBy(() -> port.oneOf("a")).hasMessageContaining("'port' of type INTEGER cannot have");
    }

    @Test
    void matchesTextsAsAWhole() {
        ConfigurationSchema schema = ConfigurationSchema.of(
                ConfigurationField.string("bucket", "Bucket").matching("[a-z]+"),
                ConfigurationField.secret("token", "Token").matching("[0-9]+"));

        assertThat(schema.configure(Map.of("bucket", "abc", "token", "12")).string("bucket"))
                .isEqualTo("abc");
        assertThatThrownBy(() -> schema.configure(Map.of("bucket", "abc1", "token", "x12")))
                .hasMessageContaining("bucket: must match [a-z]+, but is 'abc1'")
                .hasMessageContaining("token: must match [0-9]+")
                .hasMessageNotContaining("x12");
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

    @Test
    void takesSecretsOutOfTexts() {
        Configuration configuration = ConfigurationSchema.of(
                        ConfigurationField.string("host", "Host").required(),
                        ConfigurationField.secret("password", "Password").required())
                .configure(Map.of("host", "db", "password", "hunter2"));

        assertThat(configuration.redacted("db refuses hunter2, sent as (hunter2)"))
                .isEqualTo("db refuses ***, sent as (***)");
    }
}
