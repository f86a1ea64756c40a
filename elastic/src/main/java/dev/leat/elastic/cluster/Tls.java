package dev.leat.elastic.cluster;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who to be. Host names are always verified; there is no way to turn verification off.
 *
 * @param caFile certificates (PEM) to trust instead of the JDK's; may hold several
 * @param caFingerprint SHA-256 of a certificate in the server's chain to trust instead, in hex, colons allowed; as
 *     Elasticsearch prints it at its first start
 * @param clientCertificate the client's certificate chain (PEM), together with {@code clientKey}
 * @param clientKey the client's private key (PEM, PKCS#8, not encrypted)
 */
public record Tls(
        @Nullable Path caFile,
        @Nullable String caFingerprint,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey) {

    /** The JDK's trust store and no client certificate. */
    public static Tls standard() {
        return new Tls(null, null, null, null);
    }

    public static Tls trusting(Path caFile) {
        return new Tls(caFile, null, null, null);
    }

    public static Tls trusting(String caFingerprint) {
        return new Tls(null, caFingerprint, null, null);
    }

    public Tls withClientCertificate(Path certificate, Path key) {
        return new Tls(caFile, caFingerprint, certificate, key);
    }

    /**
     * The JDK's form of this, for clients of other systems.
     *
     * @throws dev.leat.elastic.ConfigException if a file cannot be used
     */
    public SSLContext sslContext() {
        return TlsContext.of(this);
    }
}
