package dev.leat.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferencesTest {

    @TempDir
    private Path directory;

    private final SecretReferences references =
            SecretReferences.of(Map.of("DB_PASSWORD", "s3cret", "LEAT_API_KEY", "own", "PORT", "s3cret"));

    @Test
    void resolvesVariablesAndFilesAndLeavesTheRest() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "t0ken\n");

        Map<String, ?> values = references.resolve(
                Map.of("a", "${env:DB_PASSWORD}", "b", "${file:" + file + "}", "c", "x${env:DB_PASSWORD}", "d", 7));

        assertThat(values.get("a")).isEqualTo(new Secret("s3cret"));
        assertThat(values.get("b")).isEqualTo(new Secret("t0ken"));
        assertThat(values.get("c")).isEqualTo("x${env:DB_PASSWORD}");
        assertThat(values.get("d")).isEqualTo(7);
    }

    @Test
    void namesEverySettingThatCannotBeResolved() {
        assertThatThrownBy(() -> references.resolve(Map.of("a", "${env:NOPE}")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("a: the variable NOPE is not set");
        assertThatThrownBy(() -> references.resolve(Map.of("a", "${file:" + directory + "}")))
                .hasMessageContaining("is no file of at most 64 KiB");
        assertThatThrownBy(() -> references.resolve(Map.of("a", "${file:/no/such/file}")))
                .hasMessage("a: the file /no/such/file cannot be read");
    }

    @Test
    void keepsTheServicesOwnCredentials() {
        assertThatThrownBy(() -> references.resolve(Map.of("a", "${env:LEAT_API_KEY}")))
                .hasMessage("a: the variable LEAT_API_KEY must not be referred to");
        assertThat(SecretReferences.isOwn("elasticsearch.password")).isTrue();
        assertThat(SecretReferences.isOwn("ELASTIC_PASSWORD")).isTrue();
        assertThat(SecretReferences.isOwn("DB_PASSWORD")).isFalse();
    }

    @Test
    void neverQuotesASecretThatDoesNotFit() {
        ConfigurationSchema schema = ConfigurationSchema.of(
                ConfigurationField.integer("port", "Port"), ConfigurationField.string("host", "Host"));

        assertThatThrownBy(() -> schema.configure(references.resolve(Map.of("port", "${env:PORT}"))))
                .hasMessage("port: has a secret value that the setting cannot have");
        assertThat(schema.configure(references.resolve(Map.of("host", "${env:DB_PASSWORD}")))
                        .string("host"))
                .isEqualTo("s3cret");
    }
}
