package dev.leat.sources.extract;

import java.util.Map;

/** What became of one document: its text, or the reason why there is none. */
public sealed interface Extraction {

    /**
     * The text of a document.
     *
     * @param text lines without trailing blanks and without runs of empty lines; empty when the format holds no text
     * @param extent whether this is all of it
     * @param contentType the format that was detected from the bytes, e.g. {@code application/pdf}
     * @param properties what the document says about itself, of {@code title, author, created, modified, pages}; dates
     *     are ISO instants
     */
    record Extracted(String text, Extent extent, String contentType, Map<String, String> properties)
            implements Extraction {
        public Extracted {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * A document whose text cannot be had.
     *
     * @param message one line for people; never holds any of the document
     */
    record Failed(Reason reason, String message) implements Extraction {}

    /** How much of the text was kept. */
    enum Extent {
        /** All of it. */
        WHOLE,
        /** The limit of characters was reached; the rest was dropped. */
        TRUNCATED
    }

    /** Why a document has no text. */
    enum Reason {
        /** It needs a password. */
        ENCRYPTED,
        /** Its format is known, but not this variant of it. */
        UNSUPPORTED,
        /** Its bytes are not what its format demands. */
        MALFORMED,
        /** It is larger than the limit of input bytes. */
        TOO_LARGE,
        /** It unpacks to far more than it is, or is nested without end. */
        BOMB,
        /** It took longer than the limit. */
        TIMED_OUT,
        /** It needed more memory than a worker has. */
        OUT_OF_MEMORY,
        /** It needed more temporary disk space than the limit. */
        OUT_OF_DISK,
        /** The worker ended unexpectedly, twice. */
        CRASHED
    }
}
