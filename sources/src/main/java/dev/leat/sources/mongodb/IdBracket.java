package dev.leat.sources.mongodb;

import com.mongodb.client.model.Filters;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of {@code _id} that MongoDB compares with each other, in the order in which it sorts them. A comparison such
 * as {@code $gt} finds values of the same kind only, so a collection is read one kind after the other.
 *
 * <p>Together they hold every {@code _id} that a collection can have: arrays are refused by the server, and only views and
 * time series have documents without. See the manual on "Comparison/Sort Order" and on {@code $type}.
 */
enum IdBracket {
    MIN_KEY("{$type: -1}", Known.EVERYWHERE),
    UNDEFINED("{$type: 6}", Known.BY_SOME),
    NULL("{$type: 10}", Known.EVERYWHERE),
    NUMBER("{$type: 'number'}", Known.EVERYWHERE),
    /** Symbols too, which are compared like texts. */
    STRING("{$gte: ''}", Known.EVERYWHERE),
    OBJECT("{$type: 3}", Known.EVERYWHERE),
    BINARY("{$type: 5}", Known.EVERYWHERE),
    OBJECT_ID("{$type: 7}", Known.EVERYWHERE),
    BOOLEAN("{$type: 8}", Known.EVERYWHERE),
    DATE("{$type: 9}", Known.EVERYWHERE),
    TIMESTAMP("{$type: 17}", Known.EVERYWHERE),
    REGULAR_EXPRESSION("{$type: 11}", Known.BY_SOME),
    DB_POINTER("{$type: 12}", Known.BY_SOME),
    CODE("{$type: 13}", Known.BY_SOME),
    CODE_WITH_SCOPE("{$type: 15}", Known.BY_SOME),
    MAX_KEY("{$type: 127}", Known.EVERYWHERE);

    /** Whether every server that speaks MongoDB's protocol knows the type: one that does not has no ids of it. */
    enum Known {
        EVERYWHERE,
        BY_SOME
    }

    private static final String ID = "_id";

    private final String condition;
    private final Known known;

    IdBracket(String condition, Known known) {
        this.condition = condition;
        this.known = known;
    }

    boolean isKnownEverywhere() {
        return known == Known.EVERYWHERE;
    }

    /**
     * Finds what comes behind an {@code _id} of this kind.
     *
     * @param after null for all of this kind
     */
    Bson filter(@Nullable BsonValue after) {
        if (after == null) {
            return new BsonDocument(ID, BsonDocument.parse(condition));
        }
        if (isNotANumber(after)) {
            // It comes before every number, and is neither smaller nor greater than any.
            return Filters.gte(ID, new BsonDouble(Double.NEGATIVE_INFINITY));
        }
        return Filters.gt(ID, after.isSymbol() ? new BsonString(after.asSymbol().getSymbol()) : after);
    }

    private static boolean isNotANumber(BsonValue value) {
        return (value.isDouble() && Double.isNaN(value.asDouble().getValue()))
                || (value.isDecimal128() && value.asDecimal128().getValue().isNaN());
    }
}
