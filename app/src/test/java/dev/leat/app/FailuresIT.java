package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong, the user learns it in a line, and nothing is lost. */
@WithElasticsearch
class FailuresIT {

    private final TestElasticsearch elasticsearch;
    private final String index;

    @TempDir
    private Path folder;

    FailuresIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("app");
    }

    private LeatProcess leat() {
        return LeatProcess.in(folder)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString());
    }

    @Test
    void stopsAtAMalformedLineAndGoesOnOnceItIsMended() throws Exception {
        Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"n\":1}\n{\"n\":2}\n{\"n\":oops}\n{\"n\":4}\n");

        LeatProcess.Result stopped = leat().leat("load", file.toString(), index).orFail(1);
        Files.writeString(file, "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n{\"n\":4}\n");
        LeatProcess.Result mended =
                leat().leat("load", file.toString(), index, "--json").orFail(0);

        assertThat(stopped.err())
                .contains("leat: " + file
                        + " line 3: not valid JSON at column 6: a value is expected; all lines before it"
                        + " are loaded, mend it and run again, or go on with --on-error skip\n");
        assertThat(mended.out()).contains("\"documents\":2", "\"resumed_after_line\":2");
        assertThat(elasticsearch.count(index)).isEqualTo(4);
    }

    @Test
    void keepsWhatIsRejectedAndLoadsItOnceThatIsMended() throws Exception {
        elasticsearch
                .put("/" + index, "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}")
                .orFail();
        Path file = Files.writeString(
                folder.resolve("a.ndjson"), "{\"n\":1}\n{\"n\":\"no number\"}\n{\"n\":oops}\n{\"n\":4}\n");
        Path letters = folder.resolve("a.ndjson.rejected.ndjson");

        LeatProcess.Result result = leat().leat("load", file.toString(), index, "--on-error", "skip", "--json")
                .orFail(3);

        assertThat(result.out()).contains("\"documents\":2", "\"rejected\":2", "\"malformed\":1");
        assertThat(result.err()).contains("each is in " + letters + " with the reason");
        assertThat(Files.readAllLines(letters))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("\"status\":400,\"type\":\"document_parsing_exception\"")
                                .endsWith("\"source\":{\"n\":\"no number\"}}"),
                        line -> assertThat(line)
                                .contains("\"type\":\"malformed_line\",\"reason\":\"line 3: not valid JSON")
                                .endsWith("\"source\":\"{\\\"n\\\":oops}\"}"));

        String mended = Files.readString(letters)
                .replace("\"source\":{\"n\":\"no number\"}", "\"source\":{\"n\":2}")
                .replaceAll("(?m)^.*malformed_line.*\\R", "");
        Files.writeString(letters, mended);
        leat().leat("load", letters.toString(), index).orFail(0);
        assertThat(elasticsearch.count(index)).isEqualTo(3);
    }

    @Test
    void keepsTheRoutingOfWhatIsRejected() throws Exception {
        elasticsearch
                .put("/" + index, "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}")
                .orFail();
        Path file = Files.writeString(
                folder.resolve("a.ndjson"), "{\"index\":{\"_id\":\"a\",\"routing\":\"r\"}}\n{\"n\":\"no number\"}\n");
        Path letters = folder.resolve("a.ndjson.rejected.ndjson");

        leat().leat("load", file.toString(), index).orFail(3);
        Files.writeString(letters, Files.readString(letters).replace("\"no number\"", "2"));
        leat().leat("load", letters.toString(), index).orFail(0);

        assertThat(elasticsearch.get("/" + index + "/_doc/a?routing=r").orFail().body())
                .contains("\"_routing\":\"r\"", "\"n\":2");
    }

    @Test
    void writesTheSameLettersWhenTheSameFileIsLoadedAgain() throws Exception {
        elasticsearch
                .put("/" + index, "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}")
                .orFail();
        Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"n\":\"x\"}\n");

        leat().leat("load", file.toString(), index).orFail(3);
        leat().leat("load", file.toString(), index).orFail(3);

        assertThat(Files.readAllLines(folder.resolve("a.ndjson.rejected.ndjson")))
                .hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithTheCluster() throws Exception {
        String missing = elasticsearch.uniqueIndex("missing");

        assertThat(leat().leat("scan", missing).orFail(1).err())
                .startsWith("leat: ")
                .contains(missing)
                .hasLineCount(1);
        assertThat(leat().leat("scan", "x", "--elasticsearch", "ftp://nowhere")
                        .orFail(2)
                        .err())
                .contains("'ftp://nowhere' is not a URL")
                .hasLineCount(1);
        assertThat(leat().leat("doctor", "--elasticsearch", "http://127.0.0.1:1")
                        .orFail(1)
                        .out())
                .contains("fail", "connection", "was not reached");
        assertThat(leat().leat("doctor", "--json").orFail(0).out()).startsWith("{\"ok\":true,\"findings\":[");
    }

    @Test
    void knowsThatAnotherServerIsNotElasticsearch() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] page = "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page);
            }
        });
        other.start();
        try {
            String url = "http://127.0.0.1:" + other.getAddress().getPort();

            assertThat(leat().leat("scan", "x", "--elasticsearch", url)
                            .orFail(2)
                            .err())
                    .isEqualTo(
                            "leat: elasticsearch: what answers at " + url + " is not Elasticsearch; check the URL\n");
        } finally {
            other.stop(0);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheDiskIsFull() throws Exception {
        elasticsearch.put("/" + index + "/_doc/1?refresh", "{\"n\":1}").orFail();

        assertThat(leat().leat("scan", index, "-o", "/dev/full").orFail(1).err())
                .contains("disk is full")
                .hasLineCount(1);

        Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"n\":{}}\n");
        Files.createSymbolicLink(folder.resolve("a.ndjson.rejected.ndjson"), Path.of("/dev/full"));
        assertThat(leat().leat("load", file.toString(), index).orFail(1).err())
                .contains("a.ndjson.rejected.ndjson (the disk is full); mend that and run again");
    }

    @Test
    void leavesNoFileBehindWhenAScanFails() throws Exception {
        Path file = folder.resolve("out.ndjson");

        leat().leat("scan", elasticsearch.uniqueIndex("missing"), "-o", file.toString())
                .orFail(1);

        assertThat(folder).isDirectoryNotContaining("glob:**/*out.ndjson*");
    }
}
