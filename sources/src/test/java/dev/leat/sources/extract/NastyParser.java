package dev.leat.sources.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.XHTMLContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** A parser of a format of our own, whose documents say what is to go wrong. Runs in the worker. */
public final class NastyParser implements Parser {
    private static final long serialVersionUID = 1L;

    @Override
    public Set<MediaType> getSupportedTypes(ParseContext context) {
        return Set.of(MediaType.application("x-leat-nasty"));
    }

    @Override
    public void parse(InputStream in, ContentHandler handler, Metadata metadata, ParseContext context)
            throws IOException, SAXException {
        String[] words = new String(in.readAllBytes(), StandardCharsets.UTF_8).split(" ", -1);
        XHTMLContentHandler text = new XHTMLContentHandler(handler, metadata);
        text.startDocument();
        switch (words[0]) {
            case "spin" -> spin();
            case "memory" -> fillMemory();
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            case "exit-once" -> exitOnce(Path.of(words[1]), text);
            case "disk" -> fillDisk();
            case "recurse" -> recurse(1);
            case "print" -> print(text);
            case "environment" -> text.characters(System.getenv() + " " + System.getProperty("user.dir"));
            case "forever" -> writeForever(text);
            default -> text.characters("unknown word " + words[0]);
        }
        text.endDocument();
    }

    private static void spin() {
        long value = 1;
        while (value != 0) {
            value = value * 31 | 1;
        }
    }

    private static void fillMemory() {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new byte[1 << 20]);
        }
    }

    private static void exitOnce(Path marker, XHTMLContentHandler text) throws IOException, SAXException {
        if (Files.notExists(marker)) {
            Files.createFile(marker);
            Runtime.getRuntime().halt(134);
        }
        text.characters("read at the second attempt");
    }

    private static void fillDisk() throws IOException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "unpacked");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[1 << 16];
            while (!Thread.currentThread().isInterrupted()) {
                out.write(block);
            }
        }
    }

    private static int recurse(int depth) {
        return depth == 0 ? 0 : 1 + recurse(depth + 1);
    }

    private static void print(XHTMLContentHandler text) throws SAXException {
        System.out.println("noise that must not end up in the answer");
        text.characters("printed");
    }

    private static void writeForever(XHTMLContentHandler text) throws SAXException {
        while (!Thread.currentThread().isInterrupted()) {
            text.characters("and so on ");
        }
    }
}
