package dev.leat.sources.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.exception.AccessPermissionException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.BodyContentHandler;
import org.xml.sax.SAXException;

/** Reads one file with Tika, inside the worker process. Not thread-safe. */
final class TikaTextReader {
    private final Parser parser;

    private TikaTextReader(Parser parser) {
        this.parser = parser;
    }

    /** A reader with every parser on the class path except those that start programs of the machine. */
    static TikaTextReader create() throws IOException {
        try (InputStream settings = TikaTextReader.class.getResourceAsStream("tika.xml")) {
            if (settings == null) {
                throw new IOException("tika.xml is missing beside " + TikaTextReader.class.getName());
            }
            return new TikaTextReader(new AutoDetectParser(new TikaConfig(settings)));
        } catch (TikaException | SAXException e) {
            throw new IOException("cannot set up Tika: " + e.getMessage(), e);
        }
    }

    /** @throws IOException never because of the document, only when the worker's disk fails */
    Extraction read(WorkerFrames.Header header, Path file) throws IOException {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, header.name());
        TextCollector text = new TextCollector(header.outputCharacters());
        ParseContext context = new ParseContext();
        TikaEmbeddedReader embedded = new TikaEmbeddedReader(context, header.embeddedDepth(), header.embeddedBytes());
        prepare(context, embedded);
        try (TikaInputStream in = TikaInputStream.get(file, metadata)) {
            parser.parse(in, new BodyContentHandler(text), metadata, context);
        } catch (TikaException | SAXException | IOException | RuntimeException e) {
            if (!text.isFull() && !WriteLimitReachedException.isWriteLimitReached(e)) {
                return failure(e, metadata, text);
            }
        } catch (StackOverflowError e) {
            return new Extraction.Failed(Extraction.Reason.BOMB, "it is nested too deeply");
        } catch (LinkageError e) {
            return new Extraction.Failed(
                    Extraction.Reason.UNSUPPORTED, "its format needs a library that Leat leaves out");
        }
        return embedded.isExhausted() ? bomb() : extracted(text, metadata);
    }

    private void prepare(ParseContext context, TikaEmbeddedReader embedded) {
        context.set(Parser.class, parser);
        context.set(EmbeddedDocumentExtractor.class, embedded);
        PDFParserConfig pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        context.set(PDFParserConfig.class, pdf);
    }

    private static Extraction.Failed bomb() {
        return new Extraction.Failed(Extraction.Reason.BOMB, "it unpacks to far more than it is");
    }

    private static Extraction.Extracted extracted(TextCollector text, Metadata metadata) {
        String type = metadata.get(Metadata.CONTENT_TYPE);
        return new Extraction.Extracted(
                text.text(),
                text.isFull() ? Extraction.Extent.TRUNCATED : Extraction.Extent.WHOLE,
                type == null ? "application/octet-stream" : type,
                TikaProperties.of(metadata));
    }

    private static Extraction failure(Exception failure, Metadata metadata, TextCollector text) {
        if (failure instanceof ZeroByteFileException) {
            return extracted(text, metadata);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EncryptedDocumentException || cause instanceof AccessPermissionException) {
                return new Extraction.Failed(Extraction.Reason.ENCRYPTED, "it is protected by a password");
            }
            if (cause instanceof UnsupportedFormatException) {
                return new Extraction.Failed(
                        Extraction.Reason.UNSUPPORTED, "this variant of its format is not supported");
            }
            if (cause instanceof TikaEmbeddedReader.TooMuchEmbedded || isBomb(cause)) {
                return bomb();
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // Only the class: messages of parsers quote the document.
        return new Extraction.Failed(
                Extraction.Reason.MALFORMED,
                "it is not a sound " + typeOf(metadata) + " (" + root.getClass().getSimpleName() + ")");
    }

    /** Tika's guard against bombs throws plain exceptions: they differ by their text only. */
    private static boolean isBomb(Throwable cause) {
        String message = cause.getMessage();
        return message != null && (message.contains("zip bomb") || message.contains("Zip bomb"));
    }

    private static String typeOf(Metadata metadata) {
        String type = metadata.get(Metadata.CONTENT_TYPE);
        return type == null ? "document" : type;
    }
}
