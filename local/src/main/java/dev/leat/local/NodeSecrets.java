package dev.leat.local;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The password and the API key of a secured node, kept in a file that only its owner can read. The text form shows
 * neither.
 *
 * @param apiKey empty until the node has made one
 */
record NodeSecrets(String password, String apiKey) {
    static final String USER = "elastic";

    /** A password that nobody knows. */
    static NodeSecrets generate(SecureRandom random) {
        return new NodeSecrets(token(random), "");
    }

    static String token(SecureRandom random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).replace('-', 'x');
    }

    NodeSecrets withApiKey(String changed) {
        return new NodeSecrets(password, changed);
    }

    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable NodeSecrets read(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return new NodeSecrets(properties.getProperty("password", ""), properties.getProperty("api_key", ""));
        } catch (IOException e) {
            throw LocalException.file("Cannot read " + file, e);
        }
    }

    void write(Path file) {
        Properties properties = new Properties();
        properties.setProperty("username", USER);
        properties.setProperty("password", password);
        properties.setProperty("api_key", apiKey);
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
            Files.deleteIfExists(partial);
            Files.createFile(
                    partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(partial, text.toString());
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw LocalException.file("Cannot write " + file, e);
        }
    }

    @Override
    public String toString() {
        return "NodeSecrets[password=***, apiKey=***]";
    }
}
