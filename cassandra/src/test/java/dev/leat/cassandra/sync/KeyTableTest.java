package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyTableTest {

    private static final long MARK = 4;
    private static final int KEYS = Boolean.getBoolean("leat.test.full") ? 5_000_000 : 50_000;

    @TempDir
    Path directory;

    @Test
    void findsEveryKeyAndNoOther() {
        try (KeyTable table = new KeyTable(directory)) {
            for (int i = 0; i < KEYS; i++) {
                table.put(key(i), image(i), i % 2 == 0 ? MARK : 0);
            }

            for (int i = 0; i < KEYS; i++) {
                long slot = table.find(key(i));
                assertThat(slot).isNotEqualTo(KeyTable.NONE);
                assertThat(table.image(slot)).isEqualTo(image(i));
                assertThat(table.has(slot, MARK)).isEqualTo(i % 2 == 0);
            }
            assertThat(table.find(key(KEYS))).isEqualTo(KeyTable.NONE);
            assertThat(table.count(MARK, 0)).isEqualTo(KEYS / 2);
            assertThat(table.count(0, MARK)).isEqualTo(KEYS / 2);
        }
    }

    @Test
    void aKeyThatComesAgainReplacesWhatWasKnown() {
        try (KeyTable table = new KeyTable(directory)) {
            table.put(key(1), image(1), MARK);
            table.put(key(1), image(2), 0);

            assertThat(table.image(table.find(key(1)))).isEqualTo(image(2));
            assertThat(table.count(0, 0)).isEqualTo(1);
        }
    }

    @Test
    void leavesNothingBehindHoweverTheProcessEnds() throws IOException {
        try (KeyTable table = new KeyTable(directory)) {
            for (int i = 0; i < 50_000; i++) {
                table.put(key(i), image(i), 0);
            }

            assertThat(files()).isZero();
            assertThat(table.image(table.find(key(49_999)))).isEqualTo(image(49_999));
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    private static RowKey key(int number) {
        return RowKey.of("key-" + number);
    }

    private static Fingerprint image(int number) {
        return new Fingerprint(number, -number);
    }
}
