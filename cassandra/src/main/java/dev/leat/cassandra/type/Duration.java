package dev.leat.cassandra.type;

import com.datastax.oss.driver.api.core.data.CqlDuration;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A duration of CQL: months, days and nanoseconds, all of one sign, none of which can be turned into another. */
record Duration(int months, int days, long nanoseconds) {
    static Duration read(ByteBuffer bytes) {
        return new Duration((int) Vint.readSigned(bytes), (int) Vint.readSigned(bytes), Vint.readSigned(bytes));
    }

    /** Reads any form that CQL takes. */
    static Duration parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException();
        }
        CqlDuration duration = CqlDuration.from(text);
        return new Duration(duration.getMonths(), duration.getDays(), duration.getNanoseconds());
    }

    ByteBuffer bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Vint.writeSigned(months, out);
        Vint.writeSigned(days, out);
        Vint.writeSigned(nanoseconds, out);
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** Such as {@code -1mo2d3ns}; three numbers, so that each duration has one form. */
    String text() {
        if (months == 0 && days == 0 && nanoseconds == 0) {
            return "0ns";
        }
        StringBuilder text = new StringBuilder();
        if (months < 0 || days < 0 || nanoseconds < 0) {
            text.append('-');
        }
        part(Math.abs((long) months), "mo", text);
        part(Math.abs((long) days), "d", text);
        // The magnitude of the smallest long is one that only an unsigned one holds.
        if (nanoseconds != 0) {
            text.append(Long.toUnsignedString(Math.abs(nanoseconds))).append("ns");
        }
        return text.toString();
    }

    private static void part(long value, String unit, StringBuilder text) {
        if (value != 0) {
            text.append(value).append(unit);
        }
    }
}
