package dev.leat.app.load;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Loads one input into one index. Lines go through as bytes, checked and unchanged; memory does not depend on the size of
 * the input. Made for one run; not thread-safe.
 */
public final class Load {

    /** Operations between two places where an interrupted load can go on. */
    private static final int STRETCH = 1000;

    private final Cluster cluster;
    private final LoadRequest request;
    private final Progress progress;
    private final BulkSettings settings;
    private final RateLimit rate;
    private final JsonScanner json = new JsonScanner();

    public Load(Cluster cluster, LoadRequest request, Progress progress) {
        this(cluster, request, progress, BulkSettings.standard());
    }

    /** With other settings of the bulk writer. */
    public Load(Cluster cluster, LoadRequest request, Progress progress, BulkSettings settings) {
        this.cluster = cluster;
        this.request = request;
        this.progress = progress;
        this.settings = settings.withPipeline(request.rule().pipeline());
        this.rate = new RateLimit(request.documentsPerSecond(), cluster.waiter());
    }

    /**
     * Runs to the end, or to the first failure, which the report then holds.
     *
     * @throws IOException when the input cannot be read at all
     */
    public LoadReport run() throws IOException {
        long begin = System.nanoTime();
        Ledger ledger = Ledger.open(request);
        try (ledger;
                InputStream in = open(ledger)) {
            Outcomes outcomes = new Outcomes(ledger);
            Watermark watermark = new Watermark(outcomes);
            BulkWriter writer = BulkWriter.open(cluster, settings, outcomes);
            Reading reading = new Reading(in, ledger, outcomes, watermark, writer);
            LeatException failure = write(reading, writer, outcomes);
            if (failure == null && !watermark.isSettled()) {
                failure = new LoadStoppedException(
                        "it is not known of every document whether it was written; run again to write those once more",
                        null);
            }
            ledger.end(failure == null);
            return new LoadReport(
                    writer.report(),
                    outcomes.malformed(),
                    outcomes.outdated(),
                    ledger.letters().count(),
                    ledger.letters().length() == 0 ? null : ledger.letters().path(),
                    reading.lines.nextOffset() - ledger.start().offset(),
                    Duration.ofNanos(System.nanoTime() - begin),
                    ledger.start().line(),
                    failure);
        }
    }

    private InputStream open(Ledger ledger) throws IOException {
        return request.file() == null
                ? Input.ofPipe(request.pipe(), progress)
                : Input.ofFile(ledger.path(), ledger.length(), ledger.start().offset(), progress);
    }

    /** Writes everything; returns what kept it from that, if anything. */
    private @Nullable LeatException write(Reading reading, BulkWriter writer, Outcomes outcomes) {
        LeatException failure = null;
        try {
            failure = reading.readAll();
            writer.finish(Duration.ofDays(365));
        } catch (CancelledException e) {
            writer.cancel();
            failure = e;
        } catch (LeatException e) {
            writer.close();
            failure = e;
        } catch (IOException e) {
            writer.close();
            failure = new LoadStoppedException(request.name() + " cannot be read further: " + e.getMessage(), e);
        }
        LeatException ofOutcomes = outcomes.failure();
        return ofOutcomes == null ? failure : ofOutcomes;
    }

    /** The reading side: one pass over the lines. */
    private final class Reading {
        private final LineReader lines;
        private final Ledger ledger;
        private final Outcomes outcomes;
        private final Watermark watermark;
        private final BulkWriter writer;

        Reading(InputStream in, Ledger ledger, Outcomes outcomes, Watermark watermark, BulkWriter writer) {
            this.lines =
                    new LineReader(in, ledger.start().offset(), ledger.start().line(), longestLine());
            this.ledger = ledger;
            this.outcomes = outcomes;
            this.watermark = watermark;
            this.writer = writer;
        }

        /** Writes every line; returns why it stopped before the end, if it did. */
        @Nullable
        LeatException readAll() throws IOException {
            LeatException stopped = null;
            boolean more = true;
            while (more && stopped == null) {
                Watermark.Stretch stretch = watermark.next();
                Watermark.Place end = new Watermark.Place(lines.nextOffset(), lines.number());
                for (int i = 0; i < STRETCH && more && stopped == null; i++) {
                    try {
                        more = lines.advance();
                        if (more) {
                            write(stretch);
                        }
                    } catch (MalformedLineException e) {
                        stopped = malformed(stretch, e);
                    }
                    if (stopped == null) {
                        end = new Watermark.Place(lines.nextOffset(), lines.number());
                    }
                }
                stretch.close(end);
                if (stopped == null) {
                    stopped = outcomes.failure();
                }
                progress.note(String.format(Locale.ROOT, "%,d lines", end.line()));
            }
            return stopped;
        }

        private void write(Watermark.Stretch stretch) throws MalformedLineException, IOException {
            json.scan(lines.buffer(), lines.start(), lines.end());
            BulkOperation operation = ledger.parser(json).parse(lines, json);
            rate.take();
            stretch.begin();
            writer.write(operation.withAttachment(stretch));
        }

        private @Nullable LeatException malformed(Watermark.Stretch stretch, MalformedLineException problem) {
            String where = request.name() + " line " + lines.number();
            boolean cannotGoOn = lines.nextOffset() == lines.offset();
            if (request.onError() == LoadRequest.OnError.STOP || cannotGoOn) {
                return new LoadStoppedException(
                        where + ": " + problem.reason() + "; all lines before it are loaded"
                                + (cannotGoOn ? "" : ", mend it and run again, or go on with --on-error skip"),
                        null);
            }
            stretch.begin();
            outcomes.malformed(
                    stretch,
                    new DeadLetter(
                            "index",
                            request.destination().name(),
                            "",
                            null,
                            0,
                            "malformed_line",
                            "line " + lines.number() + ": " + problem.reason(),
                            lines.copy()));
            return null;
        }
    }

    /** The longest line that the heap can carry: it is there in the buffer, as a source and in a request. */
    private static int longestLine() {
        return (int) Math.min(100_000_000L, Runtime.getRuntime().maxMemory() / 8);
    }
}
