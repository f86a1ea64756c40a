package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The Maven repository that archives come from: the one that this build used itself, unless
 * {@code LEAT_MAVEN_REPOSITORY} names another, which may be a {@code file:} address. Thread-safe.
 */
final class Repository {
    static final String VARIABLE = "LEAT_MAVEN_REPOSITORY";

    private static final int CONNECT_MILLIS = 20_000;
    // A body that stops flowing for longer is taken for lost and asked for again.
    private static final int READ_MILLIS = 30_000;

    private final URI base;
    private final Proxies proxies;

    Repository(URI base, Proxies proxies) {
        this.base = base;
        this.proxies = proxies;
    }

    static Repository of(Machine machine) {
        String chosen = machine.variable(VARIABLE);
        String address = chosen == null ? builtWith() : chosen.strip();
        if (!address.matches("(https?://[^/]|file:/).*")) {
            throw new LocalException(
                    Reason.BAD_OPTION,
                    (chosen == null
                                    ? "This build knows no Maven repository"
                                    : VARIABLE + " is not the address of a repository")
                            + ": set " + VARIABLE + " to an address that starts with https:, http: or file:");
        }
        try {
            return new Repository(new URI(withSlash(address)), Proxies.of(machine));
        } catch (URISyntaxException e) {
            throw new LocalException(
                    Reason.BAD_OPTION, VARIABLE + " is no address: " + e.getReason() + "; correct it or unset it", e);
        }
    }

    private static String builtWith() {
        Properties build = new Properties();
        try (InputStream stream = Repository.class.getResourceAsStream("repository.properties")) {
            if (stream != null) {
                build.load(stream);
            }
        } catch (IOException e) {
            throw LocalException.file("Cannot read repository.properties of this build of Leat", e);
        }
        return build.getProperty("url", "");
    }

    private static String withSlash(String address) {
        return address.endsWith("/") ? address : address + "/";
    }

    /** The address without a user's name and password, for messages. */
    String display() {
        return base.getUserInfo() == null ? base.toString() : base.toString().replace(base.getRawUserInfo() + "@", "");
    }

    /**
     * Opens the bytes {@code from} (inclusive) to {@code to} (exclusive) of a file. A server that ignores ranges hands
     * out the whole file: {@link Body#position()} says where the stream really starts.
     *
     * @throws FileNotFoundException if the repository does not have the file or does not hand it out
     */
    Body open(String path, long from, long to) throws IOException {
        URI address = base.resolve(path);
        if ("file".equals(address.getScheme())) {
            return openFile(Path.of(address), from);
        }
        HttpURLConnection connection = connect(address);
        connection.setRequestProperty("Range", "bytes=" + from + "-" + (to - 1));
        int status = connection.getResponseCode();
        return switch (status) {
            case 206 -> {
                ContentRange range = ContentRange.parse(connection.getHeaderField("Content-Range"));
                if (range.from() != from) {
                    throw new IOException("asked for the bytes from " + from + ", got those from " + range.from());
                }
                yield new Body(body(connection), from, range.total());
            }
            case 200 -> new Body(body(connection), 0, connection.getContentLengthLong());
            case 401, 403, 404, 410, 416 -> {
                connection.disconnect();
                throw new FileNotFoundException("status " + status);
            }
            default -> {
                connection.disconnect();
                throw new IOException("status " + status);
            }
        };
    }

    private static Body openFile(Path file, long from) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("no such file");
        }
        InputStream stream = Files.newInputStream(file);
        stream.skipNBytes(from);
        return new Body(new BufferedInputStream(stream, 1 << 16), from, Files.size(file));
    }

    // HttpURLConnection and not HttpClient: only it limits the time that a read of the body may stand still.
    private HttpURLConnection connect(URI address) throws IOException {
        Proxy proxy = proxies.select(address);
        HttpURLConnection connection = (HttpURLConnection)
                (proxy == null
                        ? address.toURL().openConnection()
                        : address.toURL().openConnection(proxy));
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "leat");
        if (address.getUserInfo() != null) {
            byte[] user = address.getUserInfo().getBytes(StandardCharsets.UTF_8);
            connection.setRequestProperty(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        }
        return connection;
    }

    private static InputStream body(HttpURLConnection connection) throws IOException {
        return new BufferedInputStream(connection.getInputStream(), 1 << 16) {
            @Override
            public void close() {
                // Closing the stream would read what is left, up to hundreds of megabytes.
                connection.disconnect();
            }
        };
    }

    /**
     * An open file of the repository.
     *
     * @param position the offset in the file of the stream's first byte
     * @param total the size of the whole file; -1 when the server does not say
     */
    record Body(InputStream stream, long position, long total) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private record ContentRange(long from, long total) {
        static ContentRange parse(@Nullable String header) throws IOException {
            String text = header == null ? "" : header.strip();
            String[] parts = text.replaceFirst("(?i)^bytes\\s+", "").split("[-/]", 3);
            try {
                return new ContentRange(
                        Long.parseLong(parts[0].strip()),
                        parts.length < 3 || parts[2].equals("*") ? -1 : Long.parseLong(parts[2].strip()));
            } catch (NumberFormatException e) {
                throw new IOException("the answer has no usable Content-Range: \"" + text + "\"", e);
            }
        }
    }
}
