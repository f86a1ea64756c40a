package dev.leat.elastic.date;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what Elasticsearch calls {@code strict_date_optional_time}: a year, and then as much as there is. */
final class IsoDate {

    private static final Pattern PATTERN = Pattern.compile(
            "(-?\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)"
                    + "(?:T(?:(\\d\\d)(?::(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?)?(Z|[+-][\\d:]+|[A-Za-z][\\w/+-]*)?)?)?)?)?");

    private IsoDate() {}

    static @Nullable Instant parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            int nanos = 0;
            @Nullable String fraction = matcher.group(7);
            if (fraction != null) {
                nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
            }
            return LocalDate.of(number(matcher, 1, 0), number(matcher, 2, 1), number(matcher, 3, 1))
                    .atTime(number(matcher, 4, 0), number(matcher, 5, 0), number(matcher, 6, 0), nanos)
                    .atZone(zone(matcher.group(8)))
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(Matcher matcher, int group, int otherwise) {
        @Nullable String digits = matcher.group(group);
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static ZoneId zone(@Nullable String text) {
        return text == null || text.equals("Z") ? ZoneOffset.UTC : ZoneId.of(text);
    }
}
