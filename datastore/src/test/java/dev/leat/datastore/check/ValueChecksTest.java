package dev.leat.datastore.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Field;
import dev.leat.datastore.mapping.FieldKind;
import dev.leat.datastore.mapping.InvalidDocumentException;
import dev.leat.datastore.mapping.Keyword;
import dev.leat.elastic.ConfigException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueChecksTest {

    record Values(
            @Ip String ip,
            @Domain String domain,
            @Email String email,
            @Uri String uri,
            @Sha256 String sha256,
            @Md5 String md5,
            @Uuid String uuid,
            @Lower String lower,
            @Upper String upper,
            @Pattern("[a-z]+-[0-9]+") String pattern,
            @Min(1) @Max(10) int number,
            @Min(0.5) double fraction,
            @Min(Long.MIN_VALUE) long wide,
            @Lower List<String> tags) {}

    private final DocumentType<Values> type = DocumentType.of(Values.class);

    private String stored(String path, Object value) {
        return type.findField(path).orElseThrow().normalise(value).asString();
    }

    @ParameterizedTest
    @CsvSource({
        "ip, 192.0.2.1, 192.0.2.1",
        "ip, 2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "ip, 0:0:0:0:0:0:0:0, ::",
        "ip, 1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "ip, 1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "ip, ::ffff:1.2.3.4, 1.2.3.4",
        "domain, Example.ORG., example.org",
        "domain, münchen.de, xn--mnchen-3ya.de",
        "domain, _, ",
        "email, John.Doe+x@EXAMPLE.org, john.doe+x@example.org",
        "uri, HTTPS://User:PW@Example.ORG:8443/Path?Q=A#F, https://User:PW@example.org:8443/Path?Q=A#F",
        "uri, http://Host@Host/, http://Host@host/",
        "uri, URN:isbn:0451450523, urn:isbn:0451450523",
        "md5, D41D8CD98F00B204E9800998ECF8427E, d41d8cd98f00b204e9800998ecf8427e",
        "uuid, 123E4567-E89B-12D3-A456-426614174000, 123e4567-e89b-12d3-a456-426614174000",
        "lower, ÄBC, äbc",
        "upper, äbc, ÄBC",
        "pattern, abc-12, abc-12",
    })
    void valuesAreStoredInOneForm(String path, String given, String expected) {
        if (expected == null) {
            assertThatThrownBy(() -> stored(path, given)).isInstanceOf(InvalidDocumentException.class);
        } else {
            assertThat(stored(path, given)).isEqualTo(expected);
            assertThat(stored(path, expected)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ip, 256.1.1.1",
        "ip, 1.2.3",
        "ip, 010.1.1.1",
        "ip, localhost",
        "ip, ::1%eth0",
        "ip, ''",
        "ip, 1::2::3",
        "domain, localhost",
        "domain, a..b",
        "domain, -a.org",
        "domain, a_b.org",
        "domain, 1.2.3.4",
        "domain, ''",
        "email, a@b",
        "email, @example.org",
        "email, a b@example.org",
        "email, a..b@example.org",
        "email, a@b@",
        "uri, /relative",
        "uri, http://a b/",
        "uri, ''",
        "sha256, abc",
        "md5, g41d8cd98f00b204e9800998ecf8427e",
        "uuid, 1-2-3-4-5",
        "pattern, xabc-12x",
        "pattern, abc-",
    })
    void otherValuesAreRefusedAndNotRepeated(String path, String given) {
        assertThatThrownBy(() -> stored(path, given))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageStartingWith("The value for " + path + " is invalid: " + path + ": ")
                .satisfies(thrown -> assertThat(given.length() < 4
                                || !String.valueOf(thrown.getMessage()).contains(given))
                        .as(given)
                        .isTrue());
    }

    @Test
    void numbersStayWithinTheirLimits() {
        assertThat(stored("number", 1)).isEqualTo("1");
        assertThat(stored("number", 10)).isEqualTo("10");
        assertThat(stored("wide", Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThatThrownBy(() -> stored("number", 0)).hasMessageEndingWith("number: is below 1");
        assertThatThrownBy(() -> stored("number", 11)).hasMessageEndingWith("number: is above 10");
        assertThatThrownBy(() -> stored("fraction", 0.49999)).hasMessageEndingWith("fraction: is below 0.5");
    }

    record Decimals(
            @Min(0.1) @Max(0.7) float single,
            @Keyword @Min(0.1) @Max(0.3) BigDecimal exact) {}

    @Test
    void aLimitIsTheDecimalThatIsWritten() {
        DocumentType<Decimals> decimals = DocumentType.of(Decimals.class);
        Field single = decimals.findField("single").orElseThrow();
        Field exact = decimals.findField("exact").orElseThrow();

        assertThat(single.normalise(0.1f).asString()).isEqualTo("0.1");
        assertThat(single.normalise(0.7f).asString()).isEqualTo("0.7");
        assertThat(exact.normalise(new BigDecimal("0.1")).asString()).isEqualTo("0.1");
        assertThat(exact.normalise(new BigDecimal("0.3")).asString()).isEqualTo("0.3");
        assertThatThrownBy(() -> exact.normalise(new BigDecimal("0.30000000000000000001")))
                .hasMessageEndingWith("exact: is above 0.3");
        assertThatThrownBy(() -> single.normalise(Math.nextUp(0.7f))).hasMessageEndingWith("single: is above 0.7");
    }

    @Test
    void anAmountToCountByIsNotHeldToTheLimits() {
        Field number = type.findField("number").orElseThrow();

        assertThat(number.normaliseAmount(-5).intValue()).isEqualTo(-5);
        assertThatThrownBy(() -> number.normaliseAmount("five"))
                .hasMessageContaining("is not a whole number from -2147483648 to 2147483647");
        assertThatThrownBy(() -> type.findField("lower").orElseThrow().normaliseAmount(1))
                .hasMessageContaining("is KEYWORD, not a number that can be counted up or down");
    }

    @Test
    void theElementsOfAListAreCheckedOneByOne() {
        assertThat(stored("tags", "ABC")).isEqualTo("abc");
        assertThatThrownBy(() -> stored("tags", List.of("a"))).hasMessageContaining("is a list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip", "domain", "email", "uri", "sha256", "uuid", "pattern"})
    void longTextsAreRefusedQuickly(String path) {
        String hostile = "a".repeat(200_000) + "@" + "a.".repeat(200_000) + ":";

        assertThatThrownBy(() -> stored(path, hostile)).isInstanceOf(InvalidDocumentException.class);
    }

    record Slow(@Pattern(value = "(a+)+b", maxLength = 20) String text) {}

    @Test
    void anExpressionNeverSeesMoreThanItsLength() {
        Field text = DocumentType.of(Slow.class).findField("text").orElseThrow();

        assertThat(text.normalise("aab").asString()).isEqualTo("aab");
        assertThatThrownBy(() -> text.normalise("a".repeat(100)))
                .hasMessageEndingWith("text: does not match (a+)+b in at most 20 characters");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Lower
    @Pattern("t-[0-9]+")
    @interface Ticket {}

    @Retention(RetentionPolicy.RUNTIME)
    @CheckedBy(PastCheck.class)
    @interface Past {}

    static final class PastCheck implements Check<Past> {
        @Override
        public Rule rule(Past annotation, Class<?> type) {
            if (type != Instant.class) {
                throw new IllegalArgumentException("is for Instant, not " + type.getSimpleName());
            }
            Instant limit = Instant.parse("2026-01-01T00:00:00Z");
            return value ->
                    ((Instant) value).isBefore(limit) ? Verdict.accept(value) : Verdict.refuse("is not in the past");
        }
    }

    record Custom(@Ticket String ticket, @Past Instant at) {}

    @Test
    void annotationsOfOnesOwnAreMadeOfOursOrOfACheck() {
        DocumentType<Custom> custom = DocumentType.of(Custom.class);

        assertThat(custom.findField("ticket").orElseThrow().normalise("T-12").asString())
                .isEqualTo("t-12");
        assertThat(custom.check(new Custom("x", Instant.parse("2027-01-01T00:00:00Z")))
                        .toString())
                .isEqualTo("[ticket: does not match t-[0-9]+ in at most 10000 characters, at: is not in the past]");
    }

    record Misplaced(
            @Past String at,
            @Lower long number,
            @Min(1) String text,
            @Pattern("(") String broken) {}

    @Test
    void aCheckThatMakesNoSenseIsAProblemOfTheClass() {
        assertThatThrownBy(() -> DocumentType.of(Misplaced.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage("at: @Past is for Instant, not String; number: @Lower is for String, not Long;"
                        + " text: @Min is for numbers, not String; broken: @Pattern has no regular expression:"
                        + " Unclosed group");
    }

    @Test
    void onlyAddressesAreSearchedAsAddresses() {
        assertThat(type.findField("ip").orElseThrow().kind()).isEqualTo(FieldKind.IP);
        assertThat(type.findField("domain").orElseThrow().kind()).isEqualTo(FieldKind.KEYWORD);
    }
}
