package dev.leat.app.parquet;

import dev.leat.app.scan.CountingStream;
import dev.leat.app.scan.PageSink;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.ScannedPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * Writes pages into one Parquet file. Thread-safe: documents become rows in the threads that bring them, and the file is
 * written by one after the other. After a failure nothing more is written; a file without its end is no Parquet file.
 */
final class ParquetSink implements PageSink {

    /** Documents that become rows before these are written: as objects they take several times their bytes. */
    private static final int BATCH_BYTES = 256 * 1024;

    private final RowReader reader;
    private final CountingStream out;
    private final ParquetWriter<Row> writer;
    private final ReentrantLock lock = new ReentrantLock();

    ParquetSink(RowReader reader, CountingStream out, ParquetWriter<Row> writer) {
        this.reader = reader;
        this.out = out;
        this.writer = writer;
    }

    @Override
    public void write(ScannedPage page) throws IOException {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        for (Hit hit : page) {
            rows.add(reader.read(hit));
            bytes += hit.sourceLength();
            if (bytes >= BATCH_BYTES) {
                write(rows);
                rows.clear();
                bytes = 0;
            }
        }
        write(rows);
    }

    void write(List<Row> rows) throws IOException {
        lock.lock();
        try {
            for (Row row : rows) {
                writer.write(row);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void complete() throws IOException {
        lock.lock();
        try {
            writer.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long bytes() {
        lock.lock();
        try {
            return out.count();
        } finally {
            lock.unlock();
        }
    }
}
