package dev.leat.spark.decode;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads a point on earth in each of the ways that Elasticsearch does: an object with lat and lon, GeoJSON, {@code
 * "lat,lon"}, {@code POINT (lon lat)}, a geohash. An array of numbers is handed to {@link #fromArray}. A third
 * coordinate is left out.
 */
final class PointDecoder implements ValueDecoder {

    private static final Pattern PAIR = Pattern.compile("\\s*([^,\\s]+)\\s*,\\s*([^,\\s]+)\\s*(?:,.*)?");
    private static final Pattern TEXT =
            Pattern.compile("(?i)\\s*POINT\\s*Z?\\s*\\(\\s*(\\S+)\\s+(\\S+?)(?:\\s+\\S+)?\\s*\\)\\s*");
    private static final Pattern GEOHASH = Pattern.compile("(?i)[0-9b-hj-km-np-z]{1,12}");
    private static final String DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int BITS_PER_DIGIT = 5;

    private final String path;

    PointDecoder(String path) {
        this.path = path;
    }

    @Override
    public @Nullable Object decode(Reading reading) {
        if (reading.token() == JsonToken.START_OBJECT) {
            return fromObject(reading);
        }
        @Nullable
        Object point = reading.token() == JsonToken.VALUE_STRING
                ? fromText(reading.parser().getString())
                : null;
        return point == null ? reading.unfit(path, "is no point that can be read") : point;
    }

    /** The parser stands at the first number in an array, longitude first; it is left at the array's end. */
    @Nullable
    Object fromArray(Reading reading) {
        double longitude = Double.parseDouble(reading.parser().getString());
        JsonToken next = reading.parser().nextToken();
        double latitude = next.isNumeric() ? Double.parseDouble(reading.parser().getString()) : Double.NaN;
        while (reading.token() != JsonToken.END_ARRAY) {
            reading.parser().nextToken();
        }
        return Double.isNaN(latitude) ? reading.unfit(path, "is no point") : point(latitude, longitude);
    }

    private @Nullable Object fromObject(Reading reading) {
        @Nullable Object point = null;
        @Nullable Double latitude = null;
        @Nullable Double longitude = null;
        while (reading.parser().nextToken() != JsonToken.END_OBJECT) {
            String key = reading.parser().currentName();
            JsonToken token = reading.parser().nextToken();
            if (key.equals("coordinates") && token == JsonToken.START_ARRAY) {
                reading.parser().nextToken();
                point = fromArray(reading);
            } else if (key.equals("geohash") && token == JsonToken.VALUE_STRING) {
                point = fromGeohash(reading.parser().getString());
            } else if (key.equals("lat")) {
                latitude = number(reading);
            } else if (key.equals("lon")) {
                longitude = number(reading);
            } else {
                reading.parser().skipChildren();
            }
        }
        if (latitude != null && longitude != null) {
            return point(latitude, longitude);
        }
        return point == null ? reading.unfit(path, "is no point that can be read") : point;
    }

    private static @Nullable Double number(Reading reading) {
        @Nullable BigDecimal number = Decoders.exactNumber(reading);
        reading.parser().skipChildren();
        return number == null ? null : Double.valueOf(number.doubleValue());
    }

    private static @Nullable Object fromText(String text) {
        Matcher pair = PAIR.matcher(text);
        Matcher wellKnown = TEXT.matcher(text);
        try {
            if (wellKnown.matches()) {
                return point(Double.parseDouble(wellKnown.group(2)), Double.parseDouble(wellKnown.group(1)));
            }
            if (pair.matches()) {
                return point(Double.parseDouble(pair.group(1)), Double.parseDouble(pair.group(2)));
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return GEOHASH.matcher(text).matches() ? fromGeohash(text) : null;
    }

    /** The corner of the cell that lies in the south and west, which is the point that Elasticsearch indexes. */
    private static Object fromGeohash(String hash) {
        double[] low = {-180, -90};
        double[] high = {180, 90};
        int bit = 0;
        for (char digit : hash.toLowerCase(java.util.Locale.ROOT).toCharArray()) {
            int value = DIGITS.indexOf(digit);
            for (int mask = 1 << (BITS_PER_DIGIT - 1); mask > 0; mask >>= 1) {
                int axis = bit++ % 2;
                double middle = (low[axis] + high[axis]) / 2;
                if ((value & mask) != 0) {
                    low[axis] = middle;
                } else {
                    high[axis] = middle;
                }
            }
        }
        return point(low[1], low[0]);
    }

    private static Object point(double latitude, double longitude) {
        GenericInternalRow point = new GenericInternalRow(2);
        point.update(0, latitude);
        point.update(1, longitude);
        return point;
    }
}
