package dev.leat.app.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plain table: columns two spaces apart, numbers to the right. Not thread-safe. */
public final class Table {

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table; without a header when the list is empty. */
    public Table(List<String> header) {
        this.header = List.copyOf(header);
    }

    /** Adds a row; every row has as many cells as the first. */
    public Table add(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Adds rows. */
    public Table addAll(List<List<String>> more) {
        rows.addAll(more);
        return this;
    }

    /** Prints it. */
    public void print(PrintStream out) {
        List<List<String>> all = new ArrayList<>();
        if (!header.isEmpty()) {
            all.add(header.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        }
        all.addAll(rows);
        if (all.isEmpty()) {
            return;
        }
        int columns = all.getFirst().size();
        int[] widths = new int[columns];
        boolean[] numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            widths[at] =
                    all.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            numeric[at] = !header.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(at)));
        }
        all.forEach(row -> out.println(line(row, widths, numeric)));
    }

    private static String line(List<String> row, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : "  ").append(numeric[column] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static boolean isNumber(String cell) {
        return !cell.isEmpty() && cell.chars().allMatch(c -> Character.isDigit(c) || c == ',' || c == '.' || c == '-');
    }
}
