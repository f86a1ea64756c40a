package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@WithElasticsearch
class UpdateScriptIT {

    private static final int CASES = Boolean.getBoolean("leat.test.full") ? 50_000 : 4_000;
    private static final int AT_ONCE = 500;

    private final TestElasticsearch node;

    UpdateScriptIT(TestElasticsearch node) {
        this.node = node;
    }

    /** A document, what is done to it, and what Java makes of that. */
    private record Case(ObjectNode before, List<Step> steps, String after, String end) {

        static Case of(ObjectNode document, List<Step> steps) {
            ObjectNode after = document.deepCopy();
            try {
                boolean changed = UpdateRules.apply(after, steps) == UpdateRules.Effect.CHANGED;
                return new Case(
                        document,
                        steps,
                        RandomUpdates.canonical(changed ? after : document),
                        changed ? "updated" : "noop");
            } catch (UpdateRefusedException e) {
                return new Case(document, steps, RandomUpdates.canonical(document), e.getMessage());
            }
        }
    }

    @Test
    void doesWhatTheRulesInJavaDo(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        String index = indexWithoutFields();
        int refused = 0;
        int unchanged = 0;

        for (int done = 0; done < CASES; done += AT_ONCE) {
            List<Case> cases = cases(random);
            store(index, cases);
            List<String> ends = update(index, cases);
            List<JsonNode> stored = read(index, cases.size());

            for (int i = 0; i < cases.size(); i++) {
                Case expected = cases.get(i);
                assertThat(ends.get(i)).as("end of %s", expected).isEqualTo(expected.end());
                assertThat(RandomUpdates.canonical(stored.get(i)))
                        .as("document after %s", expected)
                        .isEqualTo(expected.after());
                refused += expected.end().contains(":") ? 1 : 0;
                unchanged += expected.end().equals("noop") ? 1 : 0;
            }
        }

        assertThat(refused).as("refused").isBetween(CASES / 20, CASES * 3 / 4);
        assertThat(unchanged).as("unchanged").isBetween(CASES / 50, CASES / 2);
    }

    @Test
    void isCompiledOnceForThousandDifferentCombinations(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        String index = indexWithoutFields();
        store(index, List.of(Case.of(JsonNodeFactory.instance.objectNode(), List.of())));
        update(index, List.of(Case.of(JsonNodeFactory.instance.objectNode(), List.of())));
        long before = compilations();

        List<Case> cases = new ArrayList<>(cases(random));
        cases.addAll(cases(random));
        store(index, cases);
        update(index, cases);

        assertThat(cases).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(compilations()).isEqualTo(before);
    }

    @Test
    void takesHostileNamesAndValuesAsData() {
        String index = indexWithoutFields();
        ObjectNode document = Json.MAPPER.createObjectNode().put("kept", "x");
        List<Step> steps = new ArrayList<>();
        List<String> hostile = List.of(
                RandomUpdates.HOSTILE,
                "\"); ctx._source.clear(); (\"",
                "*/ctx.op='delete'/*",
                "a.b.c",
                "${ctx}",
                "params.id",
                "\u0000\u2028\uD83D\uDE00é",
                "__proto__",
                " ");
        for (String text : hostile) {
            JsonNode value = JsonNodeFactory.instance.stringNode(text);
            steps.add(new Step(Verb.SET, List.of("map", text), value, Step.Order.NATURAL));
            steps.add(new Step(Verb.APPEND_IF_MISSING, List.of("list", text), value, Step.Order.NATURAL));
        }
        Case expected = Case.of(document, steps);

        store(index, List.of(expected));
        List<String> ends = update(index, List.of(expected));

        assertThat(ends).containsExactly("updated");
        JsonNode stored = read(index, 1).getFirst();
        assertThat(stored.get("kept").stringValue()).isEqualTo("x");
        for (String text : hostile) {
            assertThat(stored.path("map").path(text).stringValue()).isEqualTo(text);
            assertThat(stored.path("list").path(text).path(0).stringValue()).isEqualTo(text);
        }
    }

    private static List<Case> cases(SplittableRandom random) {
        RandomUpdates updates = new RandomUpdates(random);
        return IntStream.range(0, AT_ONCE)
                .mapToObj(i -> {
                    ObjectNode document = updates.document();
                    return Case.of(document, updates.steps(document));
                })
                .toList();
    }

    private String indexWithoutFields() {
        String index = node.uniqueIndex("update-script");
        node.put(
                        "/" + index,
                        "{\"settings\":{\"number_of_replicas\":0,\"refresh_interval\":-1},\"mappings\":{\"enabled\":false}}")
                .orFail();
        return index;
    }

    private void store(String index, List<Case> cases) {
        bulk(
                index,
                IntStream.range(0, cases.size())
                        .mapToObj(i -> "{\"index\":{\"_id\":\"" + i + "\"}}\n"
                                + cases.get(i).before() + "\n"));
    }

    /** How each update ended: the result, or the reason of its refusal. */
    private List<String> update(String index, List<Case> cases) {
        JsonNode items = bulk(
                index,
                IntStream.range(0, cases.size())
                        .mapToObj(i -> "{\"update\":{\"_id\":\"" + i + "\"}}\n"
                                + new String(
                                        UpdateScript.body(cases.get(i).steps(), UpdateScript.Terms.NONE, null),
                                        StandardCharsets.UTF_8)
                                + "\n"));
        List<String> ends = new ArrayList<>();
        for (JsonNode item : items) {
            JsonNode end = item.get("update");
            String reason = end.toString().contains("\"leat: ")
                    ? end.path("error")
                            .path("caused_by")
                            .path("caused_by")
                            .path("reason")
                            .asString()
                    : end.path("error").toString();
            ends.add(end.has("result") ? end.get("result").stringValue() : reason.replace("leat: ", ""));
        }
        return ends;
    }

    private JsonNode bulk(String index, java.util.stream.Stream<String> lines) {
        return Json.MAPPER
                .readTree(node.postLines("/" + index + "/_bulk", lines.collect(Collectors.joining()))
                        .orFail()
                        .body())
                .get("items");
    }

    private List<JsonNode> read(String index, int count) {
        String ids = IntStream.range(0, count).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        List<JsonNode> sources = new ArrayList<>();
        Json.MAPPER
                .readTree(node.post("/" + index + "/_mget", "{\"ids\":[" + ids + "]}")
                        .orFail()
                        .body())
                .get("docs")
                .forEach(document -> sources.add(document.get("_source")));
        return sources;
    }

    private long compilations() {
        JsonNode nodes = Json.MAPPER
                .readTree(node.get("/_nodes/stats/script").orFail().body())
                .get("nodes");
        long all = 0;
        for (JsonNode one : nodes) {
            all += one.get("script").get("compilations").longValue();
        }
        return all;
    }
}
