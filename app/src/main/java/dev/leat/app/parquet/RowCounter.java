package dev.leat.app.parquet;

import dev.leat.app.scan.DocumentCounter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a Parquet file by what its end says of each group of rows, and reads every page to see that its
 * checksum is right and that all values are there. Thread-safe.
 */
final class RowCounter implements DocumentCounter {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 1 << 16;

    @Override
    public long count(Path file, InputStream in) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            FileMetaData footer = footer(content, file);
            long rows = 0;
            for (RowGroup group : groups(footer)) {
                for (ColumnChunk column : present(group.getColumns())) {
                    check(content, present(column.getMeta_data()), file);
                }
                rows += group.getNum_rows();
            }
            if (rows != footer.getNum_rows()) {
                throw broken(file, "has " + rows + " rows in its groups and " + footer.getNum_rows() + " in all");
            }
            return rows;
        }
    }

    /** The bytes of each group of rows, as they were before compression. */
    static List<Long> groupBytes(Path file) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            return groups(footer(content, file)).stream()
                    .map(RowGroup::getTotal_byte_size)
                    .toList();
        }
    }

    private static List<RowGroup> groups(FileMetaData footer) throws IOException {
        return present(footer.getRow_groups());
    }

    /** What the format requires to be there, though its classes do not. */
    private static <T> T present(@Nullable T value) throws IOException {
        if (value == null) {
            throw new IOException("the end of a Parquet file says too little; run the export again");
        }
        return value;
    }

    private static FileMetaData footer(RandomAccessFile content, Path file) throws IOException {
        byte[] end = new byte[Integer.BYTES + MAGIC.length];
        long length = content.length();
        if (length < MAGIC.length + end.length) {
            throw broken(file, "is too short");
        }
        content.seek(length - end.length);
        content.readFully(end);
        int size = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt();
        String magic = new String(end, Integer.BYTES, MAGIC.length, StandardCharsets.US_ASCII);
        if (!magic.equals("PAR1") || size < 0 || size > length - MAGIC.length - end.length) {
            throw broken(file, "has no end");
        }
        content.seek(length - end.length - size);
        return Util.readFileMetaData(new BufferedInputStream(Channels.newInputStream(content.getChannel()), BLOCK));
    }

    private static void check(RandomAccessFile content, ColumnMetaData column, Path file) throws IOException {
        long start = column.isSetDictionary_page_offset() && column.getDictionary_page_offset() > 0
                ? column.getDictionary_page_offset()
                : column.getData_page_offset();
        content.seek(start);
        InputStream pages = new BufferedInputStream(Channels.newInputStream(content.getChannel()), BLOCK);
        long values = 0;
        while (values < column.getNum_values()) {
            PageHeader page = Util.readPageHeader(pages);
            CRC32 checksum = new CRC32();
            checksum.update(pages.readNBytes(page.getCompressed_page_size()));
            if (page.isSetCrc() && page.getCrc() != (int) checksum.getValue()) {
                throw broken(file, "has a page whose checksum differs");
            }
            if (page.isSetData_page_header()) {
                values += present(page.getData_page_header()).getNum_values();
            }
        }
    }

    private static IOException broken(Path file, String what) {
        return new IOException(file + " " + what + "; run the export again");
    }
}
