package dev.leat.app.load;

import dev.leat.elastic.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells files that are known and not loaded, before they are taken for malformed lines. */
public final class ForeignFormat {

    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private ForeignFormat() {}

    /**
     * Requires that the input is not of such a format; its first bytes are there to be read again.
     *
     * @param in one that supports {@link InputStream#mark}
     * @throws ConfigException when it is
     */
    public static void refuse(String name, InputStream in) throws IOException {
        in.mark(PARQUET.length);
        byte[] start = in.readNBytes(PARQUET.length);
        in.reset();
        if (Arrays.equals(start, PARQUET)) {
            throw new ConfigException(
                    "FILE", name + " is a Parquet file, which is not loaded; export NDJSON: leat scan -o FILE.ndjson");
        }
    }
}
