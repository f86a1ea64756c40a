package dev.leat.spark.decode;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads a range with the bounds that it has. A network such as {@code 10.0.0.0/8} becomes its first and last address. */
final class RangeDecoder implements ValueDecoder {

    private static final List<String> BOUNDS = List.of("gte", "gt", "lte", "lt");

    private final String path;
    private final ValueDecoder bound;

    RangeDecoder(String path, ValueDecoder bound) {
        this.path = path;
        this.bound = bound;
    }

    @Override
    public @Nullable Object decode(Reading reading) {
        if (reading.token() == JsonToken.VALUE_STRING) {
            GenericInternalRow network = network(reading.parser().getString());
            return network == null ? reading.unfit(path, "is no range") : network;
        }
        if (reading.token() != JsonToken.START_OBJECT) {
            return reading.unfit(path, "is no range");
        }
        GenericInternalRow range = new GenericInternalRow(BOUNDS.size());
        while (reading.parser().nextToken() != JsonToken.END_OBJECT) {
            int place = BOUNDS.indexOf(reading.parser().currentName());
            boolean isNull = reading.parser().nextToken() == JsonToken.VALUE_NULL;
            if (place < 0) {
                reading.parser().skipChildren();
            } else if (!isNull) {
                range.update(place, bound.decode(reading));
            }
        }
        return range;
    }

    private static @Nullable GenericInternalRow network(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9a-fA-F:.]+") || !(address.contains(".") || address.contains(":"))) {
            return null;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int bits = bytes.length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                return null;
            }
            BigInteger hosts = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
            BigInteger first = new BigInteger(1, bytes).andNot(hosts);
            GenericInternalRow range = new GenericInternalRow(BOUNDS.size());
            range.update(0, address(first, bytes.length));
            range.update(2, address(first.or(hosts), bytes.length));
            return range;
        } catch (UnknownHostException | NumberFormatException e) {
            return null;
        }
    }

    private static UTF8String address(BigInteger number, int length) throws UnknownHostException {
        byte[] digits = number.toByteArray();
        byte[] bytes = new byte[length];
        int taken = Math.min(digits.length, length);
        System.arraycopy(digits, digits.length - taken, bytes, length - taken, taken);
        return UTF8String.fromString(InetAddress.getByAddress(bytes).getHostAddress());
    }
}
