package dev.leat.sources.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

/** Real files of the formats that people keep, made on the spot. */
final class SampleFiles {
    private SampleFiles() {}

    static byte[] pdf(String text) {
        try (PDDocument document = pdfDocument(text)) {
            return written(document::save);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] encryptedPdf(String text) {
        try (PDDocument document = pdfDocument(text)) {
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            return written(document::save);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] docx(String title, String author, String text) {
        try (XWPFDocument document = new XWPFDocument()) {
            document.getProperties().getCoreProperties().setTitle(title);
            document.getProperties().getCoreProperties().setCreator(author);
            document.createParagraph().createRun().setText(text);
            return written(document::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] xlsx(String text) {
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            workbook.createSheet("Levels").createRow(0).createCell(0).setCellValue(text);
            return written(workbook::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] pptx(String text) {
        try (XMLSlideShow slides = new XMLSlideShow()) {
            slides.createSlide().createTextBox().setText(text);
            return written(slides::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] odt(String text) {
        return zip(
                new String[] {"mimetype", "application/vnd.oasis.opendocument.text"},
                new String[] {"content.xml", """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
                        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
                    <office:body><office:text><text:p>%s</text:p></office:text></office:body>
                    </office:document-content>""".formatted(text)});
    }

    static byte[] zip(String[]... entries) {
        return written(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (String[] entry : entries) {
                    zip.putNextEntry(new ZipEntry(entry[0]));
                    zip.write(entry[1].getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                }
            }
        });
    }

    /** A zip of one entry with that many letters. */
    static byte[] zipBomb(long bytes) {
        return written(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry("letters.txt"));
                byte[] block = "water ".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);
                for (long left = bytes; left > 0; left -= block.length) {
                    zip.write(block);
                }
                zip.closeEntry();
            }
        });
    }

    /** Archives within archives. */
    static byte[] nestedZips(int depth, String innermost) {
        byte[] current = zip(new String[] {"innermost.txt", innermost});
        for (int level = 1; level < depth; level++) {
            byte[] inner = current;
            current = written(out -> {
                try (ZipOutputStream zip = new ZipOutputStream(out)) {
                    zip.putNextEntry(new ZipEntry("next.zip"));
                    zip.write(inner);
                    zip.closeEntry();
                }
            });
        }
        return current;
    }

    static byte[] gzip(byte[] content) {
        return written(out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            }
        });
    }

    private static PDDocument pdfDocument(String text) throws IOException {
        PDDocument document = new PDDocument();
        PDPage page = new PDPage();
        document.addPage(page);
        document.getDocumentInformation().setTitle("A portable document");
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
            content.newLineAtOffset(72, 700);
            content.showText(text);
            content.endText();
        }
        return document;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private interface Writing {
        void write(ByteArrayOutputStream out) throws IOException;
    }
}
