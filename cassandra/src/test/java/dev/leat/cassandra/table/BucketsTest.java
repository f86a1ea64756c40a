package dev.leat.cassandra.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.elastic.ConfigException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TIMESTAMP | HOUR  | "2026-12-31T22:00:00Z","2026-12-31T23:00:00Z","2027-01-01T00:00:00Z"
            TIMESTAMP | DAY   | "2026-12-31T00:00:00Z","2027-01-01T00:00:00Z"
            DATE      | DAY   | "2026-12-31","2027-01-01"
            DATE      | MONTH | "2026-12-01","2027-01-01"
            TEXT      | HOUR  | "2026123122","2026123123","2027010100"
            TEXT      | MONTH | "202612","202701"
            INT       | DAY   | 20261231,20270101
            BIGINT    | HOUR  | 2026123122,2026123123,2027010100
            """)
    void namesEveryBucketOnce(ScalarType type, BucketUnit unit, String expected) {
        Buckets buckets = Buckets.of(new Column("day", type, Kind.PARTITION_KEY), unit);

        List<String> between = buckets.between(micros("2026-12-31T22:59:59.999Z"), micros("2027-01-01T00:00:00Z"));

        assertThat(String.join(",", between)).isEqualTo(expected);
        assertThat(between).allSatisfy(text -> assertThat(type.bytes(text)).isNotNull());
    }

    @Test
    void saysWhichColumnsTellNoBucket() {
        assertThatThrownBy(() -> Buckets.of(new Column("day", ScalarType.DATE, Kind.PARTITION_KEY), BucketUnit.HOUR))
                .isInstanceOf(ConfigException.class)
                .hasMessage("bucket: the column \"day\" is a date, which tells no hour;"
                        + " a timestamp, date (not of hours), text, int or bigint does");
        assertThatThrownBy(() -> Buckets.of(new Column("day", ScalarType.TEXT, Kind.PARTITION_KEY), BucketUnit.HOUR)
                        .between(0, micros("2026-01-01T00:00:00Z")))
                .hasMessage("bucket: there are more than 100000 buckets since 1970-01-01T00:00Z; begin later");
    }

    private static long micros(String time) {
        return Instant.parse(time).toEpochMilli() * 1000;
    }
}
