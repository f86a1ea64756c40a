package dev.leat.elastic.scan;

import java.util.Arrays;

/** Where the parts of each hit stand in the bytes of a page. */
final class HitTable {

    static final int INDEX = 0;
    static final int ID = 2;
    static final int ROUTING = 4;
    static final int SOURCE = 6;
    static final int FIELDS = 8;
    static final int SORT = 10;

    private static final int UNTIDY = 12;
    private static final int COLUMNS = 13;
    private static final int NUMBERS = 2;

    /** What Elasticsearch itself says for a sequence number and a primary term that are not known. */
    static final long NO_SEQ_NO = -2;

    static final long NO_PRIMARY_TERM = 0;

    private int[] places;
    private long[] numbers;
    private int size;

    HitTable(int expected) {
        places = new int[Math.max(1, expected) * COLUMNS];
        numbers = new long[Math.max(1, expected) * NUMBERS];
    }

    int size() {
        return size;
    }

    /** Begins the next hit. */
    void add() {
        if ((size + 1) * COLUMNS > places.length) {
            places = Arrays.copyOf(places, Math.multiplyExact(places.length, 2));
            numbers = Arrays.copyOf(numbers, Math.multiplyExact(numbers.length, 2));
        }
        numbers[size * NUMBERS] = NO_SEQ_NO;
        size++;
    }

    /** Notes a part of the hit that was begun last. A part cannot begin at 0: that is where the page begins. */
    void set(int column, int start, int end) {
        int row = (size - 1) * COLUMNS;
        places[row + column] = start;
        places[row + column + 1] = end;
    }

    boolean has(int column) {
        return places[(size - 1) * COLUMNS + column] > 0;
    }

    void setSeqNo(long seqNo) {
        numbers[(size - 1) * NUMBERS] = seqNo;
    }

    void setPrimaryTerm(long primaryTerm) {
        numbers[(size - 1) * NUMBERS + 1] = primaryTerm;
    }

    void markUntidy() {
        places[(size - 1) * COLUMNS + UNTIDY] = 1;
    }

    /** Where a part begins; 0 when the hit has none. */
    int start(int hit, int column) {
        return places[hit * COLUMNS + column];
    }

    int end(int hit, int column) {
        return places[hit * COLUMNS + column + 1];
    }

    boolean isUntidy(int hit) {
        return places[hit * COLUMNS + UNTIDY] == 1;
    }

    long seqNo(int hit) {
        return numbers[hit * NUMBERS];
    }

    long primaryTerm(int hit) {
        return numbers[hit * NUMBERS + 1];
    }
}
