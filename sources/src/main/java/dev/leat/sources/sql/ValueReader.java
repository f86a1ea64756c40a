package dev.leat.sources.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the value of one column as JSON can say it. Without state. */
@FunctionalInterface
public interface ValueReader {

    /**
     * The value in the current row.
     *
     * @param column counted from 1
     * @return a value that a document may have, or {@link LeftOut}
     */
    @Nullable
    Object read(ResultSet rows, int column) throws SQLException;

    /** Long values, and null. */
    static ValueReader integer() {
        return (rows, column) -> {
            long value = rows.getLong(column);
            return (value == 0 && rows.wasNull()) ? null : Long.valueOf(value);
        };
    }

    /** Texts, and null. */
    static ValueReader text() {
        return ResultSet::getString;
    }

    /** Exact decimals with the digits that the database has, and null. */
    static ValueReader decimal() {
        return ResultSet::getBigDecimal;
    }

    /** True, false, and null. */
    static ValueReader bool() {
        return (rows, column) -> {
            boolean value = rows.getBoolean(column);
            return (!value && rows.wasNull()) ? null : Boolean.valueOf(value);
        };
    }

    /** Floating-point numbers of 64 bits, and null. */
    static ValueReader floating() {
        return (rows, column) -> {
            double value = rows.getDouble(column);
            return (value == 0 && rows.wasNull()) ? null : Double.valueOf(value);
        };
    }

    /** Floating-point numbers of 32 bits, which are written with fewer digits, and null. */
    static ValueReader floating32() {
        return (rows, column) -> {
            double value = rows.getDouble(column);
            return (value == 0 && rows.wasNull()) ? null : Float.valueOf((float) value);
        };
    }

    /** Binary values, and null. */
    static ValueReader binary() {
        return ResultSet::getBytes;
    }
}
