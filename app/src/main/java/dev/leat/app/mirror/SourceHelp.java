package dev.leat.app.mirror;

import dev.leat.connect.ConfigurationField;
import dev.leat.connect.Constraint;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Dependency;
import dev.leat.connect.FieldType;
import dev.leat.connect.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The end of the help of {@code leat mirror}: the kinds of sources, or the settings of one. */
public record SourceHelp(DataSourceCatalog catalog) {

    private static final int WIDTH = 110;

    /**
     * The lines.
     *
     * @param type the kind that was named, empty or unknown for the general help
     */
    public String footer(String type) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        catalog.find(type).ifPresentOrElse(provider -> settings(provider, lines), () -> general(lines));
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private void general(List<String> lines) {
        lines.add("Kinds of sources:");
        int width = catalog.providers().stream()
                .mapToInt(provider -> provider.serviceType().length())
                .max()
                .orElse(0);
        for (DataSourceProvider provider : catalog.providers()) {
            lines.add("  " + pad(provider.serviceType(), width) + "  " + provider.description());
        }
        lines.addAll(List.of(
                "",
                "Examples:",
                "  leat mirror dir papers --set directory=/srv/papers --set 'pattern=**/*.{pdf,docx}'",
                "  leat mirror sqlite shop --help",
                "  leat mirror dir papers --set directory=/srv/papers --dry-run",
                "",
                "An interrupted mirror goes on where it was when the same command is run again. Of what could not be",
                "listed nothing is deleted, and exit code is 1. Documents that could not be written or read are kept",
                "in the index leat-dead-letters with the reason, and the exit code is 3. When more than the delete",
                "ratio (and at least 100 documents) would be deleted, nothing is, and the exit code is 1."));
    }

    private static void settings(DataSourceProvider provider, List<String> lines) {
        lines.add(provider.serviceType() + ": " + provider.description());
        lines.add("");
        lines.add("Settings (--set KEY=VALUE):");
        int width = provider.configurationSchema().fields().stream()
                .mapToInt(field -> field.key().length())
                .max()
                .orElse(0);
        for (ConfigurationField field : provider.configurationSchema().fields()) {
            String text = field.description() + " (" + kind(field) + ")";
            List<String> wrapped = wrap(text, WIDTH - width - 4);
            lines.add("  " + pad(field.key(), width) + "  " + wrapped.getFirst());
            for (String more : wrapped.subList(1, wrapped.size())) {
                lines.add("  " + pad("", width) + "  " + more);
            }
        }
    }

    private static String kind(ConfigurationField field) {
        List<String> parts = new ArrayList<>();
        parts.add(
                switch (field.type()) {
                    case STRING -> "text";
                    case INTEGER -> "number";
                    case BOOLEAN -> "true or false";
                    case LIST -> "list, with commas";
                    case SECRET ->
                        "secret: @FILE, - or LEAT_SOURCE_" + field.key().toUpperCase(Locale.ROOT);
                });
        switch (field.constraint()) {
            case Constraint.Any any -> {}
            case Constraint.OneOf(List<String> choices) -> parts.add("one of " + String.join(", ", choices));
            case Constraint.Between(long minimum, long maximum) -> parts.add("from " + minimum + " to " + maximum);
            case Constraint.Matching(String expression) -> parts.add("matches " + expression);
        }
        for (Dependency dependency : field.dependencies()) {
            parts.add("only when " + dependency.key() + " is " + dependency.value());
        }
        if (field.presence() == Presence.REQUIRED) {
            parts.add("required");
        }
        if (field.defaultValue() != null && field.type() != FieldType.SECRET) {
            parts.add("default: " + field.defaultValue());
        }
        return String.join("; ", parts);
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
