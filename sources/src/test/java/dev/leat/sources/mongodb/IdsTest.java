package dev.leat.sources.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Checkpoint;
import dev.leat.sources.mongodb.MongoSettings.IdFormat;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdsTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0", "-0.0, -0.0", "0.1, 0.1", "12345678.0, 12345678.0", "1e15, 1000000000000000.0", "1e16, 1e+16",
        "-1.5e300, -1.5e+300", "0.0001, 0.0001", "0.00001, 1e-05", "1.25e-7, 1.25e-07", "NaN, nan", "-Infinity, -inf"
    })
    void writesNumbersAsPythonDoes(double id, String text) {
        assertThat(IdText.of(new BsonDouble(id), IdFormat.PLAIN)).isEqualTo(text);
    }

    @Test
    void asksForNumbersBehindOneThatIsNone() {
        BsonDocument all = BsonDocument.parse("{\"_id\": {\"$gte\": {\"$numberDouble\": \"-Infinity\"}}}");

        assertThat(filter(IdBracket.NUMBER, new BsonDouble(Double.NaN))).isEqualTo(all);
        assertThat(filter(IdBracket.NUMBER, new BsonDecimal128(Decimal128.NaN))).isEqualTo(all);
        assertThat(filter(IdBracket.NUMBER, new BsonInt64(5)))
                .isEqualTo(new BsonDocument("_id", new BsonDocument("$gt", new BsonInt64(5))));
        assertThat(filter(IdBracket.STRING, new BsonSymbol("s")))
                .isEqualTo(new BsonDocument("_id", new BsonDocument("$gt", new BsonString("s"))));
    }

    @Test
    void remembersAPositionToTheLastBit() {
        for (BsonValue id : new BsonValue[] {
            new BsonInt64(9007199254740993L),
            new BsonDouble(0.1),
            new BsonString("\u0000\ud800"),
            new BsonDecimal128(Decimal128.parse("1.10")),
            BsonDocument.parse("{\"$ref\": \"a\", \"$id\": 1}")
        }) {
            MongoPosition position = new MongoPosition(IdBracket.NUMBER, id);

            assertThat(MongoPosition.of(position.toCheckpoint().orElseThrow())).contains(position);
        }
        assertThat(MongoPosition.of(Checkpoint.start())).isEmpty();
        assertThat(new MongoPosition(IdBracket.STRING, new BsonString("x".repeat(40_000))).toCheckpoint())
                .isEmpty();
    }

    private static BsonDocument filter(IdBracket bracket, BsonValue after) {
        return bracket.filter(after).toBsonDocument();
    }
}
