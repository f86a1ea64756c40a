package dev.leat.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIdentityTest {

    @TempDir
    private Path folder;

    private LoadStates states;

    @BeforeEach
    void openStates() {
        states = new LoadStates(folder.resolve("states"));
    }

    @Test
    void staysTheSameForTheSameContentElsewhere() throws IOException {
        FileIdentity one = FileIdentity.of(file("one", "{1}\n"), List.of());
        FileIdentity other = FileIdentity.of(file("other", "{1}\n"), List.of());

        assertThat(other.fingerprint()).isEqualTo(one.fingerprint()).hasSize(12);
    }

    @Test
    void differsForFilesThatBeginAlike() throws IOException {
        FileIdentity one = FileIdentity.of(file("one", "{1}\n{2}\n"), List.of());
        remember(one);

        FileIdentity longer = FileIdentity.of(file("other", "{1}\n{2}\n{3}\n"), states.all());

        assertThat(longer.fingerprint()).isNotEqualTo(one.fingerprint());
    }

    @Test
    void staysTheSameForAFileThatHasGrown() throws IOException {
        Path file = file("one", "{1}\n");
        FileIdentity before = FileIdentity.of(file, List.of());
        remember(before);

        Files.writeString(file, "{2}\n", StandardOpenOption.APPEND);
        FileIdentity after = FileIdentity.of(file, states.all());

        assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
    }

    @Test
    void differsForAFileThatHasChangedInTheMiddle() throws IOException {
        Path file = file("one", "{1}\n{2}\n");
        FileIdentity before = FileIdentity.of(file, List.of());
        remember(before);

        Files.writeString(file, "{9}\n{2}\n{3}\n");

        assertThat(FileIdentity.of(file, states.all()).fingerprint()).isNotEqualTo(before.fingerprint());
    }

    private void remember(FileIdentity identity) throws IOException {
        states.save(new LoadState(
                identity.fingerprint(),
                identity.path().toString(),
                identity.length(),
                identity.digest(),
                LineFormat.DOCUMENTS,
                WriteRule.standard().key(),
                identity.length(),
                1,
                0,
                true));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
