package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void knowsAServiceThatEndedWithoutNotice() {
        DataDirectory killed = DataDirectory.open(directory);
        killed.leaveTrace();
        killed.close();

        try (DataDirectory next = DataDirectory.open(directory)) {
            assertThat(next.dead()).containsExactly(killed.worker());
            assertThat(next.worker()).isNotEqualTo(killed.worker());
        }
    }

    @Test
    void forgetsAServiceThatEndedInOrder() {
        DataDirectory.open(directory).close();

        try (DataDirectory next = DataDirectory.open(directory)) {
            assertThat(next.dead()).isEmpty();
        }
    }

    @Test
    void takesNoneForDeadThatIsAlive() {
        try (DataDirectory first = DataDirectory.open(directory);
                DataDirectory second = DataDirectory.open(directory)) {
            assertThat(second.dead()).isEmpty();
            assertThat(second.worker()).isNotEqualTo(first.worker());
        }
    }

    @Test
    void passesTheDeadOnUntilSomebodyHasLookedAfterThem() {
        DataDirectory killed = DataDirectory.open(directory);
        killed.leaveTrace();
        killed.close();
        DataDirectory killedToo = DataDirectory.open(directory);
        killedToo.leaveTrace();
        killedToo.close();

        DataDirectory third = DataDirectory.open(directory);
        assertThat(third.dead()).containsExactly(killed.worker(), killedToo.worker());
        third.forgetDead();
        third.leaveTrace();
        third.close();

        try (DataDirectory fourth = DataDirectory.open(directory)) {
            assertThat(fourth.dead()).containsExactly(third.worker());
        }
    }

    @Test
    void leavesTheDeadToTheNextServiceWhenThisOneCouldNotLookAfterThem() {
        DataDirectory killed = DataDirectory.open(directory);
        killed.leaveTrace();
        killed.close();

        DataDirectory.open(directory).close();

        try (DataDirectory next = DataDirectory.open(directory)) {
            assertThat(next.dead()).containsExactly(killed.worker());
        }
    }

    @Test
    void keepsTheDeadLettersOfTheLastJobs() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory)) {
            List<Path> letters = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Path job = Files.createDirectories(data.job("c1", "content", "job" + i));
                Files.writeString(job.resolve("ids.table"), "state");
                Path letter = Files.writeString(job.resolve("dead-letters.ndjson"), "{}");
                letters.add(Files.setLastModifiedTime(letter, FileTime.fromMillis(1_000L * i)));
            }

            data.job("c1", "content", "next");

            assertThat(letters.subList(0, 2))
                    .allSatisfy(letter -> assertThat(letter.getParent()).doesNotExist());
            assertThat(letters.subList(2, 12)).allSatisfy(letter -> {
                assertThat(letter).exists();
                assertThat(letter.resolveSibling("ids.table")).doesNotExist();
            });
        }
    }

    @Test
    void findsTheDeadInEveryPlace() {
        DataDirectory first = DataDirectory.open(directory);
        DataDirectory second = DataDirectory.open(directory);
        first.leaveTrace();
        second.leaveTrace();
        first.close();
        second.close();

        try (DataDirectory next = DataDirectory.open(directory);
                DataDirectory afterwards = DataDirectory.open(directory)) {
            assertThat(next.dead()).containsExactlyInAnyOrder(first.worker(), second.worker());
            assertThat(afterwards.dead()).isEmpty();
        }
    }

    @Test
    void keepsTheStateOfOneJobOnlyForEachConnector() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory)) {
            Path before = data.job("connector/ä", "content", "job1");
            Files.createDirectories(before);
            Files.writeString(before.resolve("journal"), "state");

            Path again = data.job("connector/ä", "content", "job1");
            assertThat(again).isEqualTo(before);
            assertThat(again.resolve("journal")).exists();

            Path other = data.job("connector/ä", "content", "job2");
            assertThat(other).isNotEqualTo(before).startsWithRaw(directory);
            assertThat(before).doesNotExist();
        }
    }

    @Test
    void saysWhatToDoWhenItCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("The data directory " + file + " cannot be used")
                .hasMessageContaining("choose another one");
    }
}
