package dev.leat.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceSettingsTest {

    private static final ConfigurationSchema SCHEMA = ConfigurationSchema.of(
            ConfigurationField.string("url", "URL").required(), ConfigurationField.secret("password", "Password"));

    private static SourceSettings settings(Map<String, String> environment) {
        return new SourceSettings(SCHEMA, environment, what -> new Secret("asked for " + what));
    }

    @Test
    void readsASecretFromAFileTheEnvironmentOrThePerson(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "from the file\n");

        assertThat(settings(Map.of())
                        .parse(List.of("url=a=b", "password=@" + file))
                        .secret("password"))
                .isEqualTo(new Secret("from the file"));
        assertThat(settings(Map.of("LEAT_SOURCE_PASSWORD", "from there"))
                        .parse(List.of("url=x"))
                        .secret("password"))
                .isEqualTo(new Secret("from there"));
        assertThat(settings(Map.of()).parse(List.of("url=x", "password=-")).secret("password"))
                .isEqualTo(new Secret("asked for password"));
    }

    @Test
    void refusesASecretOnTheCommandLineWithoutRepeatingIt() {
        assertThatThrownBy(() -> settings(Map.of()).parse(List.of("url=x", "password=hunter2")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("password: is a secret and must not stand on the command line; put it in a file and write"
                        + " --set password=@FILE, let --set password=- ask for it, or set LEAT_SOURCE_PASSWORD");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThatThrownBy(() -> settings(Map.of()).parse(List.of("oops", "ulr=x", "password=@/no/such/file")))
                .hasMessage(
                        "--set: 'oops' is not of the form KEY=VALUE; password: the file /no/such/file cannot be read;"
                                + " ulr: unknown setting; did you mean 'url'?; url: is required: URL");
    }
}
