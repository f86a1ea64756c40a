package dev.leat.app.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.app.file.Compression;
import dev.leat.app.parquet.ParquetSchema.Meta;
import dev.leat.app.parquet.RandomDocuments.Document;
import dev.leat.testing.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Documents that go through a file, and come back out of Parquet's own reader. */
class ParquetFileTest {

    private static final int ROUNDS = Boolean.getBoolean("leat.test.full") ? 2_000 : 100;

    private static final List<Compression> COMPRESSIONS = List.of(Compression.values());

    @TempDir
    private Path folder;

    @Test
    void bringsBackEveryDocument(TestInfo test) throws IOException {
        Seeds seeds = Seeds.of(test);
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seeds.part(round).value());
            RandomDocuments generator = new RandomDocuments(random);
            List<Column> columns = generator.columns(0);
            List<Document> documents = generator.documents(columns, random.nextInt(60));
            Compression compression = COMPRESSIONS.get(round % COMPRESSIONS.size());
            Path file = folder.resolve("file" + round);

            write(file, new ParquetSchema(columns, Meta.WITHOUT, OnMismatch.FAIL), documents, compression);

            assertThat(ParquetRows.read(file))
                    .as("round %s, columns %s, documents %s", round, columns, documents)
                    .isEqualTo(documents.stream().map(Document::row).toList());
            assertThat(count(file)).isEqualTo(documents.size());
        }
    }

    @Test
    void writesWhereADocumentStandsAndWhatDidNotFit() throws IOException {
        Path file = folder.resolve("file");
        ParquetSchema schema =
                new ParquetSchema(List.of(Column.leaf("n", ColumnType.LONG)), Meta.WITH, OnMismatch.JSON);

        write(file, schema, List.of(new Document("{\"n\":\"x\"}", Map.of())), Compression.ZSTD);

        assertThat(ParquetRows.read(file))
                .containsExactly(Map.of("_index", "i", "_id", "0", "_routing", "r0", "_mismatches", "{\"n\":\"x\"}"));
    }

    @Test
    void keepsGroupsOfRowsSmall() throws IOException {
        Path file = folder.resolve("file");
        List<Document> documents = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            // First small documents, then large ones.
            String text = Long.toHexString(random.nextLong()).repeat(i < 2900 ? 1 : 3000);
            documents.add(new Document("{\"t\":\"" + text + "\"}", Map.of("t", text)));
        }
        ParquetSchema schema =
                new ParquetSchema(List.of(Column.leaf("t", ColumnType.TEXT)), Meta.WITHOUT, OnMismatch.FAIL);

        write(file, schema, documents, Compression.NONE);

        assertThat(Files.size(file)).isGreaterThan(4 << 20);
        assertThat(RowCounter.groupBytes(file))
                .hasSizeGreaterThan(3)
                .allSatisfy(bytes -> assertThat(bytes).isLessThan(2 << 20));
        assertThat(ParquetRows.read(file))
                .isEqualTo(documents.stream().map(Document::row).toList());
    }

    @Test
    void noticesWhatIsBroken() throws IOException {
        Path file = folder.resolve("file");
        ParquetSchema schema =
                new ParquetSchema(List.of(Column.leaf("t", ColumnType.TEXT)), Meta.WITHOUT, OnMismatch.FAIL);
        write(file, schema, List.of(new Document("{\"t\":\"hello world\"}", Map.of())), Compression.NONE);
        byte[] bytes = Files.readAllBytes(file);
        int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("hello world");

        bytes[place] = 'H';
        Files.write(file, bytes);
        assertThatThrownBy(() -> count(file)).hasMessageContaining("has a page whose checksum differs");
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> count(file)).hasMessageContaining("has no end; run the export again");
    }

    private static long count(Path file) throws IOException {
        return new RowCounter().count(file, InputStream.nullInputStream());
    }

    private static void write(Path file, ParquetSchema schema, List<Document> documents, Compression compression)
            throws IOException {
        RowReader reader = new RowReader(schema.columns(), schema.onMismatch(), field -> {
            throw new AssertionError(field + " has no column");
        });
        try (OutputStream out = Files.newOutputStream(file)) {
            ParquetSink sink = new ParquetEncoding(schema, compression, 1 << 20).sink(out);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < documents.size(); i++) {
                rows.add(reader.read(
                        "i", "" + i, "r" + i, documents.get(i).json().getBytes(StandardCharsets.UTF_8)));
            }
            sink.write(rows);
            sink.complete();
        }
    }
}
