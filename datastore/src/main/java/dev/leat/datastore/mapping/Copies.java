package dev.leat.datastore.mapping;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/** What {@code @CopyTo} asks for, collected from all over a class. Not thread-safe. */
final class Copies {
    private final Set<String> targets = new TreeSet<>();

    /** The targets of a component, noted. */
    Collection<String> of(CopyTo copyTo) {
        Set<String> own = new TreeSet<>(Set.of(copyTo.value()));
        if (own.isEmpty()) {
            own.add(Mappings.DEFAULT_SEARCH);
        }
        targets.addAll(own);
        return own;
    }

    Collection<String> targets() {
        return targets;
    }

    /** Declares what the class itself does not; it is text, and in no document's JSON. */
    void declareTargets(Map<String, Field> fields, ObjectNode properties, BiConsumer<String, String> problem) {
        for (String target : targets) {
            Field declared = fields.get(target);
            if (target.equals(Mappings.DEFAULT_SEARCH)) {
                continue;
            }
            if (declared != null) {
                if (declared.kind() != FieldKind.TEXT && declared.kind() != FieldKind.KEYWORD) {
                    problem.accept(
                            target, "is the target of @CopyTo but " + declared.kind() + "; use @Text or @Keyword");
                }
            } else if (target.isBlank() || target.indexOf('.') >= 0 || target.startsWith("_")) {
                problem.accept(target, "is the target of @CopyTo but no field of the class, and no name for a new one");
            } else {
                properties.putObject(target).put("type", FieldKind.TEXT.elasticsearchType());
                Traits traits = new Traits(
                        Indexing.INDEXED,
                        Fetching.ON_REQUEST,
                        Traits.Reach.ONCE,
                        null,
                        null,
                        "Copied from other fields.");
                fields.put(
                        target,
                        new Field(target, FieldKind.TEXT, Plurality.MANY, traits, NoCodec.COPIED, String.class));
            }
        }
    }
}
