package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnknownFieldsTest {

    @Test
    void keepsWhatTheClassDoesNotKnow() {
        assertThat(carry(
                        "{'name':'Tavy','new':[1,2],'_leat':{'ops':{}},'place':{'x':1,'z':9}}",
                        "{'name':'Tavy','place':{'x':1}}",
                        "{'name':'Meavy','place':{'x':2}}"))
                .isEqualTo(json("{'name':'Meavy','new':[1,2],'_leat':{'ops':{}},'place':{'x':2,'z':9}}"));
    }

    @Test
    void removesWhatTheNewValueDoesNotHave() {
        assertThat(carry("{'name':'Tavy','note':'dry','new':1}", "{'name':'Tavy','note':'dry'}", "{'name':'Tavy'}"))
                .isEqualTo(json("{'name':'Tavy','new':1}"));
    }

    @Test
    void addsWhatIsNew() {
        assertThat(carry("{'name':'Tavy'}", "{'name':'Tavy'}", "{'name':'Tavy','note':'wet'}"))
                .isEqualTo(json("{'name':'Tavy','note':'wet'}"));
    }

    @Test
    void followsElementsOfListsByTheirContent() {
        assertThat(carry(
                        "{'list':[{'a':1,'u':'one'},{'a':2,'u':'two'}]}",
                        "{'list':[{'a':1},{'a':2}]}",
                        "{'list':[{'a':2},{'a':1},{'a':3}]}"))
                .isEqualTo(json("{'list':[{'a':2,'u':'two'},{'a':1,'u':'one'},{'a':3}]}"));
    }

    @Test
    void followsAChangedElementByItsPlace() {
        assertThat(carry(
                        "{'list':[{'a':1,'u':'one'},{'a':2,'u':'two'}]}",
                        "{'list':[{'a':1},{'a':2}]}",
                        "{'list':[{'a':1},{'a':5}]}"))
                .isEqualTo(json("{'list':[{'a':1,'u':'one'},{'a':5,'u':'two'}]}"));
    }

    @Test
    void leavesAStoredValueAsItIsWhenTheValueIsUnchanged() {
        assertThat(carry(
                        "{'at':'2026-01-01','n':1}",
                        "{'at':'2026-01-01T00:00:00.000Z','n':1}",
                        "{'at':'2026-01-01T00:00:00.000Z','n':2}"))
                .isEqualTo(json("{'at':'2026-01-01','n':2}"));
    }

    @Test
    void knowsOneValueForAListOfOne() {
        assertThat(carry("{'list':{'a':1,'u':'one'}}", "{'list':[{'a':1}]}", "{'list':[{'a':2}]}"))
                .isEqualTo(json("{'list':[{'a':2,'u':'one'}]}"));
        assertThat(carry("{'list':{'a':1,'u':'one'}}", "{'list':[{'a':1}]}", "{'list':[{'a':1},{'a':2}]}"))
                .isEqualTo(json("{'list':[{'a':1,'u':'one'},{'a':2}]}"));
        assertThat(carry("{'list':[null,{'a':1,'u':'one'}]}", "{'list':[{'a':1}]}", "{'list':[{'a':2}]}"))
                .isEqualTo(json("{'list':[{'a':2,'u':'one'}]}"));
        assertThat(carry("{'place':[{'a':1,'u':'one'}]}", "{'place':{'a':1}}", "{'place':{'a':2}}"))
                .isEqualTo(json("{'place':{'a':2,'u':'one'}}"));
    }

    private static String carry(String stored, String known, String wanted) {
        return UnknownFields.carry(bytes(stored), bytes(known), bytes(wanted)).toString();
    }

    private static String json(String text) {
        return Json.MAPPER.readTree(bytes(text)).toString();
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
