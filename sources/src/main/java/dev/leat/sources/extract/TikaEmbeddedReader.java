package dev.leat.sources.extract;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.extractor.ParsingEmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Reads documents within a document down to a depth, and as long as they do not unpack to more than a budget. */
final class TikaEmbeddedReader extends ParsingEmbeddedDocumentExtractor {
    private final int depthLimit;
    private long bytesLeft;
    private int depth;

    TikaEmbeddedReader(ParseContext context, int depthLimit, long bytesLimit) {
        super(context);
        this.depthLimit = depthLimit;
        this.bytesLeft = bytesLimit;
    }

    /** Whether the budget was exceeded. The exception alone does not tell: parsers on the way up swallow it. */
    boolean isExhausted() {
        return bytesLeft < 0;
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
        return depth < depthLimit && !isExhausted() && super.shouldParseEmbedded(metadata);
    }

    @Override
    public void parseEmbedded(InputStream in, ContentHandler handler, Metadata metadata, boolean outputHtml)
            throws SAXException, IOException {
        if (depth >= depthLimit) {
            return;
        }
        depth++;
        try {
            super.parseEmbedded(bounded(in), handler, metadata, outputHtml);
        } finally {
            depth--;
        }
    }

    private InputStream bounded(InputStream in) {
        // A stream over an open container (a part of an OLE file) has nothing left to unpack.
        TikaInputStream container = TikaInputStream.cast(in);
        return container != null && container.getOpenContainer() != null ? in : new Bounded(in);
    }

    /** The budget of embedded bytes is used up. */
    static final class TooMuchEmbedded extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuchEmbedded() {
            super("embedded documents unpack to more than the limit");
        }
    }

    private final class Bounded extends FilterInputStream {
        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            take(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            take(Math.max(0, count));
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void take(int count) throws IOException {
            bytesLeft -= count;
            if (isExhausted()) {
                throw new TooMuchEmbedded();
            }
        }
    }
}
