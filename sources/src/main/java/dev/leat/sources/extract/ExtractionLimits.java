package dev.leat.sources.extract;

import java.time.Duration;

/**
 * What one document may cost.
 *
 * @param time per document, counted from when all of its bytes are with the worker; also the longest wait for the input
 *     to deliver its next bytes
 * @param inputBytes the largest document that is looked at
 * @param outputCharacters the longest text that is kept (UTF-16 units); the rest is dropped and marked
 * @param workerHeapBytes heap of one worker process
 * @param temporaryBytes disk that a worker may fill while it unpacks one document, besides the document itself
 * @param embeddedDepth levels of documents within documents (attachments, archives) that are read
 * @param workers processes at most
 * @param idle a worker without work ends after this time
 * @param documentsPerWorker a worker is replaced after so many, so that leaks in parsers stay bounded
 */
public record ExtractionLimits(
        Duration time,
        long inputBytes,
        int outputCharacters,
        long workerHeapBytes,
        long temporaryBytes,
        int embeddedDepth,
        int workers,
        Duration idle,
        int documentsPerWorker) {

    private static final long MEBIBYTE = 1L << 20;

    public ExtractionLimits {
        requirePositive("time", time.toMillis());
        requirePositive("inputBytes", inputBytes);
        requirePositive("outputCharacters", outputCharacters);
        requirePositive("temporaryBytes", temporaryBytes);
        requirePositive("workers", workers);
        requirePositive("documentsPerWorker", documentsPerWorker);
        if (workerHeapBytes < 32 * MEBIBYTE) {
            throw new IllegalArgumentException("workerHeapBytes must be at least 32 MiB, but is " + workerHeapBytes);
        }
        if (embeddedDepth < 0 || idle.isNegative()) {
            throw new IllegalArgumentException("embeddedDepth and idle must not be negative");
        }
    }

    /**
     * The limits that fit ordinary office documents: 60 s, 100 MiB in, 10 million characters out (a thick book has one
     * million), 512 MiB heap, 1 GiB of temporary disk, ten levels, two workers that end after 30 s without work.
     */
    public static ExtractionLimits standard() {
        return new ExtractionLimits(
                Duration.ofSeconds(60),
                100 * MEBIBYTE,
                10_000_000,
                512 * MEBIBYTE,
                1024 * MEBIBYTE,
                10,
                Math.min(2, Runtime.getRuntime().availableProcessors()),
                Duration.ofSeconds(30),
                5_000);
    }

    public ExtractionLimits withTime(Duration value) {
        return new ExtractionLimits(
                value,
                inputBytes,
                outputCharacters,
                workerHeapBytes,
                temporaryBytes,
                embeddedDepth,
                workers,
                idle,
                documentsPerWorker);
    }

    public ExtractionLimits withInputBytes(long value) {
        return new ExtractionLimits(
                time,
                value,
                outputCharacters,
                workerHeapBytes,
                temporaryBytes,
                embeddedDepth,
                workers,
                idle,
                documentsPerWorker);
    }

    public ExtractionLimits withOutputCharacters(int value) {
        return new ExtractionLimits(
                time,
                inputBytes,
                value,
                workerHeapBytes,
                temporaryBytes,
                embeddedDepth,
                workers,
                idle,
                documentsPerWorker);
    }

    public ExtractionLimits withWorkerHeapBytes(long value) {
        return new ExtractionLimits(
                time,
                inputBytes,
                outputCharacters,
                value,
                temporaryBytes,
                embeddedDepth,
                workers,
                idle,
                documentsPerWorker);
    }

    public ExtractionLimits withTemporaryBytes(long value) {
        return new ExtractionLimits(
                time,
                inputBytes,
                outputCharacters,
                workerHeapBytes,
                value,
                embeddedDepth,
                workers,
                idle,
                documentsPerWorker);
    }

    public ExtractionLimits withEmbeddedDepth(int value) {
        return new ExtractionLimits(
                time,
                inputBytes,
                outputCharacters,
                workerHeapBytes,
                temporaryBytes,
                value,
                workers,
                idle,
                documentsPerWorker);
    }

    public ExtractionLimits withWorkers(int value) {
        return new ExtractionLimits(
                time,
                inputBytes,
                outputCharacters,
                workerHeapBytes,
                temporaryBytes,
                embeddedDepth,
                value,
                idle,
                documentsPerWorker);
    }

    public ExtractionLimits withIdle(Duration value) {
        return new ExtractionLimits(
                time,
                inputBytes,
                outputCharacters,
                workerHeapBytes,
                temporaryBytes,
                embeddedDepth,
                workers,
                value,
                documentsPerWorker);
    }

    public ExtractionLimits withDocumentsPerWorker(int value) {
        return new ExtractionLimits(
                time,
                inputBytes,
                outputCharacters,
                workerHeapBytes,
                temporaryBytes,
                embeddedDepth,
                workers,
                idle,
                value);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }
}
