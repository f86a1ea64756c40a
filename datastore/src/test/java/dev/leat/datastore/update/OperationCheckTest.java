package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.InvalidDocumentException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OperationCheckTest {

    private static final DocumentType<Sighting> TYPE = DocumentType.of(Sighting.class);

    private static List<Step> check(UpdateOperation... operations) {
        return OperationCheck.steps(TYPE, List.of(operations));
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of(UpdateOperation.set("nothing", 1), "nothing is no field of sightings"),
                Arguments.of(UpdateOperation.set("id", "x"), "id is no field of sightings"),
                Arguments.of(UpdateOperation.set("", "x"), "an operation names no field"),
                Arguments.of(UpdateOperation.set("labels..x", "x"), "labels..x has an empty name in its path"),
                Arguments.of(UpdateOperation.set("_leat.ops", "x"), "_leat.ops is Leat's own"),
                Arguments.of(UpdateOperation.delete("_leat"), "_leat is Leat's own"),
                Arguments.of(UpdateOperation.set("seen", "many"), "seen"),
                Arguments.of(UpdateOperation.set("tags", "x"), "tags is a list: set it to a List, or append the value"),
                Arguments.of(UpdateOperation.set("notes.text", "x"), "notes.text is in a list of objects"),
                Arguments.of(UpdateOperation.increment("status", 1), "status"),
                Arguments.of(UpdateOperation.increment("seen", 0.5), "seen"),
                Arguments.of(UpdateOperation.increment("tags", 1), "tags is a list, which INC cannot change"),
                Arguments.of(
                        UpdateOperation.increment("labels.x", Double.NaN), "labels.x is to be changed by what is no"),
                Arguments.of(UpdateOperation.max("tags", "x"), "tags is a list, which MAX cannot change"),
                Arguments.of(UpdateOperation.min("place", "x"), "place holds what is neither larger nor smaller"),
                Arguments.of(
                        UpdateOperation.max("labels.x", true), "labels.x holds what is neither larger nor smaller"),
                Arguments.of(UpdateOperation.append("status", "x"), "status is no list, which APPEND needs"),
                Arguments.of(UpdateOperation.append("notes", "x"), "notes"),
                Arguments.of(UpdateOperation.delete("place", "country"), "place.country is no field of sightings"),
                Arguments.of(UpdateOperation.delete("place", 0), "place is no list; DELETE takes a key there"),
                Arguments.of(UpdateOperation.delete("tags", -1), "tags has no element at index -1"),
                Arguments.of(
                        new UpdateOperation(Verb.DELETE, FieldPath.of("tags"), 1.5),
                        "tags DELETE takes a key (String)"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void refusesWhatDoesNotFitTheClass(UpdateOperation operation, String problem) {
        assertThatThrownBy(() -> check(operation))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageStartingWith("An update of sightings is invalid: ")
                .message()
                .satisfies(message -> assertThat(message.replace(":", "")).contains(problem.replace(":", "")));
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThatThrownBy(() -> check(UpdateOperation.set("a", 1), UpdateOperation.set("b", 1)))
                .isInstanceOfSatisfying(
                        InvalidDocumentException.class,
                        e -> assertThat(e.problems()).extracting("key").containsExactly("a", "b"));
    }

    @Test
    void storesValuesAsASaveWould() {
        Instant noon = Instant.parse("2024-05-01T12:00:00Z");

        List<Step> steps = check(
                UpdateOperation.set("first", noon),
                UpdateOperation.max("last", noon.atOffset(ZoneOffset.ofHours(2)).toString()),
                UpdateOperation.append("notes", new Sighting.Note("x", null)));

        assertThat(steps.get(0).value()).hasToString("\"2024-05-01T12:00:00.000Z\"");
        assertThat(steps.get(1).value()).hasToString("\"2024-05-01T12:00:00.000Z\"");
        assertThat(steps.get(1).order()).isEqualTo(Step.Order.MOMENTS);
        assertThat(steps.get(2).value()).hasToString("{\"text\":\"x\"}");
    }

    @Test
    void knowsWhatMayBeRepeated() {
        assertThat(Step.areRepeatable(check(
                        UpdateOperation.set("status", "x"),
                        UpdateOperation.max("seen", 1),
                        UpdateOperation.appendIfMissing("tags", "x"),
                        UpdateOperation.delete("labels", "x"))))
                .isTrue();
        assertThat(Step.areRepeatable(check(UpdateOperation.increment("seen", 1))))
                .isFalse();
        assertThat(Step.areRepeatable(check(UpdateOperation.delete("tags", 0)))).isFalse();
        assertThat(Step.areRepeatable(check(UpdateOperation.remove("tags", "x"))))
                .isFalse();
        assertThat(Step.areRepeatable(check(UpdateOperation.set("labels.a.b", 1), UpdateOperation.set("labels.a", 1))))
                .isFalse();
        assertThat(Step.areRepeatable(
                        check(UpdateOperation.set("labels.a.b", 1), UpdateOperation.delete("labels", "a"))))
                .isFalse();
    }
}
