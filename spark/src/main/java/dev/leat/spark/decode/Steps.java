package dev.leat.spark.decode;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * The way from a row to a place in it, or in a struct within.
 *
 * @param structs ordinals and sizes of the structs on the way
 * @param ordinal of the place in the innermost one
 */
record Steps(List<int[]> structs, int ordinal) {

    static Steps none() {
        return new Steps(List.of(), 0);
    }

    Steps to(int place) {
        return new Steps(structs, place);
    }

    /** Into the struct at this place. */
    Steps into(int size) {
        List<int[]> longer = new ArrayList<>(structs);
        longer.add(new int[] {ordinal, size});
        return new Steps(longer, 0);
    }

    /** The innermost struct, which is made where there is none yet. */
    GenericInternalRow rowIn(GenericInternalRow row) {
        GenericInternalRow at = row;
        for (int[] step : structs) {
            if (at.isNullAt(step[0])) {
                at.update(step[0], new GenericInternalRow(step[1]));
            }
            at = (GenericInternalRow) at.genericGet(step[0]);
        }
        return at;
    }
}
