package dev.leat.sources.mongodb;

import dev.leat.connect.Filter;
import dev.leat.elastic.Json;
import dev.leat.sources.mongodb.MongoRule.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an advanced rule, and collects everything that is wrong with it. Values may be written as MongoDB's extended JSON:
 * <code>{"$oid": …}</code>, <code>{"$date": …}</code> and so on.
 */
final class RuleParser {

    private static final Set<String> FIND_KEYS = Set.of(
            "filter",
            "projection",
            "skip",
            "limit",
            "no_cursor_timeout",
            "allow_partial_results",
            "batch_size",
            "return_key",
            "show_record_id",
            "max_time_ms",
            "allow_disk_use");

    private static final Set<String> AGGREGATE_KEYS =
            Set.of("pipeline", "allowDiskUse", "maxTimeMS", "batchSize", "let");

    /** A source only reads. */
    private static final Set<String> WRITING_STAGES = Set.of("$out", "$merge");

    private final List<String> problems = new ArrayList<>();
    private MongoRule rule = new MongoRule.Everything();

    private RuleParser() {}

    static RuleParser parse(Filter filter) {
        RuleParser parser = new RuleParser();
        if (!filter.isEmpty()) {
            parser.read(filter.advanced());
        }
        return parser;
    }

    /** A sentence each. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The rule; meaningful when there are no problems. */
    MongoRule rule() {
        return rule;
    }

    private void read(@Nullable Object advanced) {
        if (!(advanced instanceof Map<?, ?> map)) {
            problems.add("The rule is an object with the key find or aggregate, but this is " + kind(advanced));
            return;
        }
        if (map.size() > 1) {
            problems.add("The rule has one key, find or aggregate, but this has " + map.size() + ": "
                    + String.join(", ", names(map)));
        }
        map.forEach((key, value) -> {
            switch (key.toString()) {
                case "find" -> object("find", value, FIND_KEYS, this::readFind);
                case "aggregate" -> object("aggregate", value, AGGREGATE_KEYS, this::readAggregate);
                default -> problems.add("The key '" + key + "' is not known; use find or aggregate");
            }
        });
    }

    private void object(String place, @Nullable Object value, Set<String> known, Consumer<Map<?, ?>> read) {
        if (!(value instanceof Map<?, ?> map)) {
            problems.add("%s is an object, but this is %s".formatted(place, kind(value)));
            return;
        }
        for (String key : names(map)) {
            if (!known.contains(key)) {
                problems.add("%s has no key '%s'; it knows %s"
                        .formatted(
                                place,
                                key,
                                String.join(", ", known.stream().sorted().toList())));
            }
        }
        read.accept(map);
    }

    private void readFind(Map<?, ?> find) {
        BsonDocument filter = document("find.filter", find.get("filter"));
        BsonDocument projection = document("find.projection", find.get("projection"));
        BsonValue id = projection == null ? null : projection.get("_id");
        if (id != null
                && (id.equals(new BsonInt32(0))
                        || (id.isBoolean() && !id.asBoolean().getValue()))) {
            problems.add("find.projection leaves out _id, which becomes the id of the document");
        }
        List<Option> options = new ArrayList<>();
        for (Option option : Option.values()) {
            String key = option.name().toLowerCase(Locale.ROOT);
            if (flag("find." + key, find.get(key))) {
                options.add(option);
            }
        }
        rule = new MongoRule.Find(
                filter == null ? new BsonDocument() : filter,
                projection,
                (int) number("find.skip", find.get("skip")),
                (int) number("find.limit", find.get("limit")),
                batch("find.batch_size", find.get("batch_size")),
                number("find.max_time_ms", find.get("max_time_ms")),
                options);
    }

    private void readAggregate(Map<?, ?> aggregate) {
        List<BsonDocument> stages = new ArrayList<>();
        if (aggregate.get("pipeline") instanceof Collection<?> pipeline && !pipeline.isEmpty()) {
            int number = 0;
            for (Object stage : pipeline) {
                String place = "aggregate.pipeline[" + number++ + "]";
                BsonDocument document = stage == null ? null : document(place, stage);
                if (document == null || document.size() != 1) {
                    problems.add(place + " is an object with the name of one stage, such as $match");
                } else if (WRITING_STAGES.contains(document.getFirstKey())) {
                    problems.add("%s writes with %s; a source only reads".formatted(place, document.getFirstKey()));
                } else {
                    stages.add(document);
                }
            }
        } else {
            problems.add("aggregate.pipeline is needed: a list of at least one stage");
        }
        rule = new MongoRule.Aggregate(
                stages,
                flag("aggregate.allowDiskUse", aggregate.get("allowDiskUse")),
                number("aggregate.maxTimeMS", aggregate.get("maxTimeMS")),
                batch("aggregate.batchSize", aggregate.get("batchSize")),
                document("aggregate.let", aggregate.get("let")));
    }

    private @Nullable BsonDocument document(String place, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?>)) {
            problems.add("%s is an object, but this is %s".formatted(place, kind(value)));
            return null;
        }
        try {
            return BsonDocument.parse(Json.MAPPER.writeValueAsString(value));
        } catch (JsonParseException | IllegalArgumentException e) {
            problems.add("%s holds a value that is no extended JSON: %s".formatted(place, e.getMessage()));
            return null;
        }
    }

    private @Nullable Integer batch(String place, @Nullable Object value) {
        int size = (int) number(place, value);
        return size == 0 ? null : (Integer) size;
    }

    private long number(String place, @Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= 0
                && number.doubleValue() <= Integer.MAX_VALUE) {
            return number.longValue();
        }
        problems.add(
                "%s is a whole number from 0 to %d, but this is %s".formatted(place, Integer.MAX_VALUE, kind(value)));
        return 0;
    }

    private boolean flag(String place, @Nullable Object value) {
        if (value != null && !(value instanceof Boolean)) {
            problems.add("%s is true or false, but this is %s".formatted(place, kind(value)));
        }
        return Boolean.TRUE.equals(value);
    }

    private static List<String> names(Map<?, ?> map) {
        return map.keySet().stream().map(String::valueOf).toList();
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> "an object";
            case Collection<?> list -> "a list";
            case String text -> "a text";
            default -> value.toString();
        };
    }
}
