package dev.leat.spark.option;

import dev.leat.elastic.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Turns a Java trust store, as Elasticsearch for Hadoop wants it, into certificates as text. */
final class TrustStore {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private TrustStore() {}

    static String certificates(String key, String location, @Nullable String password) {
        Path file = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(in, password == null ? null : password.toCharArray());
            StringBuilder text = new StringBuilder();
            for (String alias : Collections.list(store.aliases())) {
                Certificate certificate = store.getCertificate(alias);
                if (certificate != null) {
                    text.append("-----BEGIN CERTIFICATE-----\n")
                            .append(LINES.encodeToString(certificate.getEncoded()))
                            .append("\n-----END CERTIFICATE-----\n");
                }
            }
            return text.toString();
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(
                    key, "'" + location + "' cannot be read as a trust store; give the certificates as option 'ca'");
        }
    }
}
