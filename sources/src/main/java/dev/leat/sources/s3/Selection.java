package dev.leat.sources.s3;

import dev.leat.sources.extract.FileTexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which objects of a bucket are wanted: those that one of these parts has.
 *
 * @param parts at least one
 */
record Selection(List<Part> parts) {

    /** The order in which S3 lists keys: that of their bytes. */
    static final Comparator<String> ORDER = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    /**
     * Objects whose keys begin and end in a certain way.
     *
     * @param prefix how the key begins; empty for any
     * @param extensions what stands behind the last dot, in lower case and without it; empty for anything
     */
    record Part(String prefix, Set<String> extensions) {
        Part {
            extensions = Set.copyOf(extensions);
        }

        boolean has(String key) {
            return key.startsWith(prefix) && (extensions.isEmpty() || extensions.contains(FileTexts.extensionOf(key)));
        }
    }

    Selection {
        parts = List.copyOf(parts);
    }

    static Selection everything() {
        return new Selection(List.of(new Part("", Set.of())));
    }

    boolean has(String key) {
        return parts.stream().anyMatch(part -> part.has(key));
    }

    /** What must be listed, in the order of the keys: no prefix begins with another, so no key comes twice. */
    List<String> prefixes() {
        List<String> prefixes = new ArrayList<>();
        for (String prefix :
                parts.stream().map(Part::prefix).distinct().sorted(ORDER).toList()) {
            if (prefixes.isEmpty() || !prefix.startsWith(prefixes.getLast())) {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }
}
