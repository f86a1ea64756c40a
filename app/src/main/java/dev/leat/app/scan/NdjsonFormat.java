package dev.leat.app.scan;

import dev.leat.elastic.Json;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.ScannedPage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One document a line, its source verbatim. */
public enum NdjsonFormat implements PageFormat {
    /** The line is the source. */
    SOURCE {
        @Override
        public void write(ScannedPage page, OutputStream out) throws IOException {
            page.writeSourceLines(out);
        }
    },
    /** {@code {"_index","_id","_routing","_source"}}: enough to load it again under its own id. */
    WITH_META {
        @Override
        public void write(ScannedPage page, OutputStream out) throws IOException {
            BufferedOutputStream lines = new BufferedOutputStream(out, 1 << 16);
            for (Hit hit : page) {
                lines.write(start(hit).getBytes(StandardCharsets.UTF_8));
                hit.writeSourceLine(lines);
                lines.write('}');
                lines.write('\n');
            }
            lines.flush();
        }
    };

    private static String start(Hit hit) {
        String routing = hit.routing();
        return "{\"_index\":" + quoted(hit.index()) + ",\"_id\":" + quoted(hit.id())
                + (routing == null ? "" : ",\"_routing\":" + quoted(routing)) + ",\"_source\":";
    }

    private static String quoted(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
        return plain ? '"' + text + '"' : Json.MAPPER.writeValueAsString(text);
    }
}
