package dev.leat.sources.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextSettingsTest {

    private static boolean isWanted(Configuration configuration, long megabytes) {
        try (FileTexts texts = TextSettings.texts(configuration)) {
            return texts.areWantedOf("report.pdf", megabytes << 20);
        }
    }

    private static Configuration configuration(Map<String, String> given) {
        List<ConfigurationField> fields = new ArrayList<>(TextSettings.others());
        fields.add(TextSettings.largeFiles());
        return new ConfigurationSchema(fields).configure(given);
    }

    @Test
    void takesTheTextOfFilesUpToTheLimitOfTheService() {
        Configuration usual = configuration(Map.of());

        assertThat(isWanted(usual, 10)).isTrue();
        assertThat(isWanted(usual, 11)).isFalse();
        assertThat(isWanted(usual.withFileLimit(20L << 20), 20)).isTrue();
        assertThat(isWanted(usual.withFileLimit(2L << 20), 3)).isFalse();
    }

    @Test
    void takesTheTextOfLargeFilesWhateverTheServiceDownloads() {
        Configuration large = configuration(Map.of("use_text_extraction_service", "true", "max_file_size_mb", "50"));

        assertThat(isWanted(large.withFileLimit(2L << 20), 50)).isTrue();
        assertThat(isWanted(large.withFileLimit(2L << 20), 51)).isFalse();
    }
}
