package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Configuration;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.SecretReferences;
import dev.leat.connect.protocol.ConfigurationDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private final TestProvider provider = new TestProvider();

    private Configuration configuration(@Nullable Long fileBytes) {
        Sources sources =
                new Sources(new DataSourceCatalog(List.of(provider)), SecretReferences.of(Map.of()), fileBytes);
        return sources.configuration(
                provider,
                ConfigurationDocument.of(provider.configurationSchema())
                        .withValue("system", "any")
                        .entries());
    }

    @Test
    void tellsSourcesTheLargestFileThatIsWanted() {
        assertThat(configuration(5L << 20).findFileLimit()).hasValue(5L << 20);
        assertThat(configuration(null).findFileLimit()).isEmpty();
    }
}
