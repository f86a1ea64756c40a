package dev.leat.sources.dir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.Content;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.sources.RecordingSink;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The files that are shipped for the demo. */
class DemoFilesTest {

    @Test
    void allHaveText() throws Exception {
        DirectorySourceProvider provider = new DirectorySourceProvider();
        RecordingSink sink = new RecordingSink();
        Map<String, Map<String, @Nullable Object>> contents = new TreeMap<>();

        try (DataSource source = provider.open(provider.configurationSchema()
                .configure(Map.of("directory", Path.of("..", "demo").toString())))) {
            for (Scope scope : source.scopes(Filter.none())) {
                source.read(scope, Checkpoint.start(), sink);
            }
            for (SourceDocument document : sink.documents()) {
                Content content = Objects.requireNonNull(document.content());
                contents.put(Objects.toString(document.fields().get("name")), content.fetch());
            }
        }

        assertThat(contents)
                .hasSize(13)
                .allSatisfy((name, content) -> assertThat(Objects.toString(content.get("body")))
                        .as(name)
                        .hasSizeGreaterThan(300));
        assertThat(contents.get("keepers-handbook.pdf"))
                .containsEntry("title", "Handbook for keepers")
                .containsEntry("pages", 2)
                .containsEntry("created", "2024-05-01T08:00:00Z");
        assertThat(contents.get("a-walk.odt")).containsEntry("title", "A walk along the leat");
        assertThat(contents.get("notice-of-draining.rtf")).containsEntry("author", "Amber Leat Company");
        assertThat(contents.get("how-the-leat-was-dug.html")).containsEntry("title", "How the leat was dug");
    }
}
