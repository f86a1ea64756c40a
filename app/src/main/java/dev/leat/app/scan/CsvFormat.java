package dev.leat.app.scan;

import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.ScannedPage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as RFC 4180 describes it, in UTF-8 with line feeds: one line of column names, then a document a line. Texts stand
 * as they are, numbers and booleans as they are written, arrays and objects as JSON; a missing or null value is an empty
 * cell, an empty text a quoted one.
 */
public final class CsvFormat implements PageFormat {

    private static final List<String> META = List.of("_index", "_id", "_routing");

    private final List<String> columns;
    private final Meta meta;
    private final ColumnTree tree;
    private final LeftOut leftOut = new LeftOut();

    /** Whether the first columns say where a document stands. */
    public enum Meta {
        WITHOUT,
        /** {@code _index}, {@code _id} and {@code _routing}. */
        WITH
    }

    public CsvFormat(List<String> columns, Meta meta) {
        this.columns = List.copyOf(columns);
        this.meta = meta;
        this.tree = ColumnTree.of(columns);
    }

    @Override
    public void writeHeader(OutputStream out) throws IOException {
        Writer line = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        String separator = "";
        for (String name : meta == Meta.WITH ? META : List.<String>of()) {
            line.append(separator).append(name);
            separator = ",";
        }
        for (String name : columns) {
            line.append(separator);
            writeCell(name, line);
            separator = ",";
        }
        line.append('\n').flush();
    }

    @Override
    public void write(ScannedPage page, OutputStream out) throws IOException {
        Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        for (Hit hit : page) {
            writeLine(hit, lines);
        }
        lines.flush();
    }

    private void writeLine(Hit hit, Writer line) throws IOException {
        String separator = "";
        if (meta == Meta.WITH) {
            writeCell(hit.index(), line);
            line.append(',');
            writeCell(hit.id(), line);
            line.append(',');
            String routing = hit.routing();
            if (routing != null) {
                writeCell(routing, line);
            }
            separator = ",";
        }
        @Nullable String[] cells = tree.cells(hit.source(), leftOut);
        for (String cell : cells) {
            line.append(separator);
            separator = ",";
            if (cell != null) {
                writeCell(cell, line);
            } else if (cells.length == 1 && meta == Meta.WITHOUT) {
                // A blank line would be no record for most readers.
                line.append("\"\"");
            }
        }
        line.append('\n');
    }

    @Override
    public List<String> leftOut() {
        return leftOut.names();
    }

    private static void writeCell(String text, Writer out) throws IOException {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' ';
        if (plain) {
            out.append(text);
        } else {
            out.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
    }
}
