package dev.leat.datastore.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MappingDiffTest {

    @Test
    void seesNoDifferenceBetweenADefaultAndNothing() {
        assertThat(diff(
                        "{'dynamic':'strict','properties':{'a':{'type':'keyword','ignore_above':8191},'o':{'properties':{}},"
                                + "'t':{'type':'text'}}}",
                        "{'dynamic':'strict','properties':{'a':{'type':'keyword','index':true,'norms':false,"
                                + "'ignore_above':8191},'o':{'type':'object'},'t':{'type':'text','norms':true,"
                                + "'analyzer':'default'}}}"))
                .isEmpty();
        assertThat(diff(
                        "{'properties':{'a':{'type':'keyword','copy_to':['x']}}}",
                        "{'properties':{'a':{'type':'keyword','copy_to':'x'}}}"))
                .isEmpty();
    }

    @Test
    void namesNestedFieldsByTheirPath() {
        assertThat(diff(
                        "{'dynamic':'strict','properties':{'p':{'properties':{'x':{'type':'long'},'old':{'type':'ip'}}}}}",
                        "{'dynamic':'strict','properties':{'p':{'properties':{'x':{'type':'double'},'y':{'type':'long'}}},"
                                + "'q':{'properties':{'z':{'type':'date'}}}}}"))
                .containsExactly(
                        "- p.old: ip, stays readable until a reindex leaves it behind (lossy)",
                        "~ p.x: long -> double (needs a reindex)",
                        "+ p.y: long (free)",
                        "+ q.z: date (free)");
    }

    @Test
    void knowsWhichParametersALiveIndexTakes() {
        assertThat(diff(
                        "{'properties':{'a':{'type':'keyword','index':false},'b':{'type':'keyword'},'c':{'type':'text'}}}",
                        "{'properties':{'a':{'type':'keyword'},'b':{'type':'keyword','ignore_above':256},"
                                + "'c':{'type':'text','norms':false,'fields':{'raw':{'type':'keyword'}}}}}"))
                .containsExactly(
                        "~ a: index false -> true (needs a reindex)",
                        "~ b: ignore_above 2147483647 -> 256, for what is written from now on (free)",
                        "~ c: norms true -> false, for what is written from now on (free)",
                        "+ c.raw: keyword, for what is written from now on (free)");
    }

    @Test
    void doesNotMissFieldsThatCameByThemselves() {
        assertThat(diff(
                        "{'dynamic':'strict','properties':{'labels':{'dynamic':'true','properties':{'k':{'type':'keyword'}}},"
                                + "'_leat':{'dynamic':'false','properties':{'text':{'type':'text'}}}}}",
                        "{'dynamic':'strict','properties':{'labels':{'type':'object','dynamic':'true'},"
                                + "'_leat':{'type':'object','dynamic':'false'}}}"))
                .isEmpty();
    }

    private static List<String> diff(String live, String wanted) {
        return MappingDiff.between(json(live), json(wanted)).stream()
                .map(PlanLine::toString)
                .toList();
    }

    private static JsonNode json(String text) {
        return Json.MAPPER.readTree(text.replace('\'', '"'));
    }
}
