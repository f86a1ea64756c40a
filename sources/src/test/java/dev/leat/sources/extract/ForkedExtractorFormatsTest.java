package dev.leat.sources.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ForkedExtractorFormatsTest {
    private static final ForkedExtractor EXTRACTOR =
            ForkedExtractor.open(ExtractionLimits.standard().withTemporaryBytes(4 << 20));

    private static final Extraction BOMB =
            new Extraction.Failed(Extraction.Reason.BOMB, "it unpacks to far more than it is");

    @AfterAll
    static void close() {
        EXTRACTOR.close();
    }

    @Test
    void readsPdfWithItsTitleAndPages() throws Exception {
        Extraction.Extracted document = extracted("lock.pdf", SampleFiles.pdf("The lock opens at dawn"));

        assertThat(document.text()).contains("The lock opens at dawn");
        assertThat(document.contentType()).isEqualTo("application/pdf");
        assertThat(document.properties())
                .containsEntry("title", "A portable document")
                .containsEntry("pages", "1");
    }

    @Test
    void readsWordWithTitleAuthorAndDates() throws Exception {
        Extraction.Extracted document =
                extracted("gates.docx", SampleFiles.docx("Gates", "Ada Weir", "Grease the gates"));

        assertThat(document.text()).isEqualTo("Grease the gates");
        assertThat(document.properties()).containsEntry("title", "Gates").containsEntry("author", "Ada Weir");
        assertThat(document.properties().get("created")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void readsOtherOfficeFormats() throws Exception {
        assertThat(extracted("a.xlsx", SampleFiles.xlsx("upper gauge")).text()).contains("upper gauge");
        assertThat(extracted("a.pptx", SampleFiles.pptx("spring flood")).text()).contains("spring flood");
        assertThat(extracted("a.odt", SampleFiles.odt("towpath works")).text()).contains("towpath works");
        assertThat(extracted("a.rtf", "{\\rtf1\\ansi The sluice \\b keeper\\b0\\par}".getBytes(UTF_8))
                        .text())
                .contains("The sluice keeper");
    }

    @Test
    void readsMailWithSubjectSenderAndAttachment() throws Exception {
        String mail = """
                From: Ada Weir <ada@leat.example>
                To: all@leat.example
                Subject: Stop planks
                Date: Mon, 6 Jan 2025 08:00:00 +0000
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8

                The planks are in the shed.
                --b
                Content-Type: text/plain; name=note.txt
                Content-Disposition: attachment; filename=note.txt

                Bring gloves.
                --b--
                """;

        Extraction.Extracted document =
                extracted("mail.eml", mail.replace("\n", "\r\n").getBytes(UTF_8));

        assertThat(document.text()).contains("planks are in the shed").contains("Bring gloves");
        assertThat(document.properties()).containsEntry("title", "Stop planks");
        assertThat(document.properties().get("author")).contains("Ada Weir");
    }

    @Test
    void readsHtmlWithoutItsScripts() throws Exception {
        byte[] page = "<html><head><title>Levels</title><script>var x='hidden'</script></head><body><p>High&amp;dry"
                .getBytes(UTF_8);

        Extraction.Extracted document = extracted("page.html", page);

        assertThat(document.text()).isEqualTo("High&dry");
        assertThat(document.properties()).containsEntry("title", "Levels");
    }

    @Test
    void readsPlainTextInWhateverEncoding() throws Exception {
        String text = "Über die Schleuse führt eine Brücke; der Müller wohnt darüber. Größe und Höhe prüfen.";

        for (Charset charset : new Charset[] {UTF_8, ISO_8859_1, UTF_16}) {
            assertThat(extracted("text.txt", text.getBytes(charset)).text())
                    .as(charset.name())
                    .isEqualTo(text);
        }
        assertThat(extracted("notes.md", "# Notes\n\n\n\n* one  \n* two\n".getBytes(UTF_8))
                        .text())
                .isEqualTo("# Notes\n\n* one\n* two");
        assertThat(extracted("data.json", "{\"gauge\": 12}".getBytes(UTF_8)).text())
                .isEqualTo("{\"gauge\": 12}");
        assertThat(extracted("data.csv", "gauge,level\nupper,12\n".getBytes(UTF_8))
                        .text())
                .contains("upper");
    }

    @Test
    void findsNoTextInEmptyAndBinaryFiles() throws Exception {
        assertThat(extracted("empty.txt", new byte[0]).text()).isEmpty();
        assertThat(extracted("empty.pdf", new byte[0]).text()).isEmpty();
        byte[] noise = new byte[5_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 31 + i / 7);
        }
        assertThat(extracted("noise.bin", noise).contentType()).isEqualTo("application/octet-stream");
    }

    @Test
    void saysThatAnEncryptedPdfNeedsAPassword() throws Exception {
        Extraction answer = extract("secret.pdf", SampleFiles.encryptedPdf("hidden"));

        assertThat(answer)
                .isEqualTo(new Extraction.Failed(Extraction.Reason.ENCRYPTED, "it is protected by a password"));
    }

    @Test
    void reportsGarbageAndTruncatedOfficeFilesWithoutQuotingThem() throws Exception {
        byte[] document = SampleFiles.docx("T", "A", "x".repeat(10_000));

        Extraction garbage = extract("garbage.pdf", "%PDF-1.7 secret-words and then nothing".getBytes(UTF_8));
        Extraction truncated = extract("truncated.docx", Arrays.copyOf(document, document.length / 2));

        assertThat(garbage).isInstanceOf(Extraction.Failed.class);
        assertThat(((Extraction.Failed) garbage).message())
                .startsWith("it is not a sound application/pdf")
                .doesNotContain("secret-words");
        assertThat(truncated).isInstanceOf(Extraction.Failed.class);
        assertThat(((Extraction.Failed) truncated).reason()).isEqualTo(Extraction.Reason.MALFORMED);
    }

    @Test
    void defusesZipBombs() throws Exception {
        Extraction plain = extract("bomb.zip", SampleFiles.zipBomb(200L << 20));
        Extraction gzip = extract("bomb.zip.gz", SampleFiles.gzip(SampleFiles.zipBomb(200L << 20)));

        assertThat(plain).isEqualTo(BOMB);
        assertThat(((Extraction.Extracted) gzip).text()).hasSizeLessThan(4 << 20);
    }

    @Test
    void refusesArchivesThatUnpackToMoreThanTheBudget() throws Exception {
        StringBuilder noise = new StringBuilder();
        RandomGenerator random = new SplittableRandom(42);
        while (noise.length() < 5 << 20) {
            noise.append(Long.toHexString(random.nextLong())).append(' ');
        }

        Extraction answer = extract("noise.zip", SampleFiles.zip(new String[] {"noise.txt", noise.toString()}));

        assertThat(answer).isEqualTo(BOMB);
    }

    @Test
    void readsArchivesDownToTheDepthLimitOnly() throws Exception {
        assertThat(extracted("few.zip", SampleFiles.nestedZips(3, "in the middle"))
                        .text())
                .contains("in the middle");
        Extraction many = extract("many.zip", SampleFiles.nestedZips(40, "in the middle"));

        assertThat(many.toString()).doesNotContain("in the middle");
    }

    @Test
    void neverFollowsExternalEntities() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(200);
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            String xml = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/passwd\">"
                    + "<!ENTITY n SYSTEM \"" + address + "\">]><r>&f;&n; level</r>";
            String html = "<html><body><img src=\"" + address + "\"><iframe src=\"" + address + "\"></iframe>level";

            Extraction entities = extract("entities.xml", xml.getBytes(UTF_8));
            Extraction links = extract("links.html", html.getBytes(UTF_8));

            assertThat(entities.toString()).doesNotContain("root:");
            assertThat(links).isInstanceOf(Extraction.Extracted.class);
            assertThat(hasCaller(server)).isFalse();
        }
    }

    @Test
    void survivesExponentialEntities() throws Exception {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            xml.append("<!ENTITY a")
                    .append(i)
                    .append(" \"&a")
                    .append(i - 1)
                    .append(";&a")
                    .append(i - 1)
                    .append(";\">");
        }
        xml.append("]><r>&a39;</r>");

        Extraction answer = extract("laughs.xml", xml.toString().getBytes(UTF_8));

        assertThat(answer)
                .satisfiesAnyOf(
                        failed -> assertThat(failed).isInstanceOf(Extraction.Failed.class),
                        read -> assertThat(((Extraction.Extracted) read).text()).hasSizeLessThan(1_000));
    }

    private static boolean hasCaller(ServerSocket server) throws IOException {
        try {
            server.accept().close();
            return true;
        } catch (SocketTimeoutException nobodyCalled) {
            return false;
        }
    }

    private static Extraction extract(String name, byte[] content) throws Exception {
        return EXTRACTOR.extract(name, () -> new ByteArrayInputStream(content));
    }

    private static Extraction.Extracted extracted(String name, byte[] content) throws Exception {
        Extraction answer = extract(name, content);
        assertThat(answer).as(name).isInstanceOf(Extraction.Extracted.class);
        return (Extraction.Extracted) answer;
    }
}
