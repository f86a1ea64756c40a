package dev.leat.sources.tls;

import dev.leat.elastic.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS context of a source from what a form can hold. Stateless. */
public final class TlsTrust {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

    private TlsTrust() {}

    /** Trusts what the JDK trusts. */
    public static SSLContext standard() {
        return context(null);
    }

    /** Trusts every server: nobody is kept from listening in. */
    public static SSLContext anything() {
        return context(new TrustManager[] {new Anything()});
    }

    /**
     * Trusts what these authorities signed, and nothing else.
     *
     * @param key the setting that holds them, for the error
     * @param pem one certificate or several; a form may have made one line of them, with blanks for the line breaks
     * @throws ConfigException when there is no certificate in it, or one that cannot be read
     */
    public static SSLContext authorities(String key, String pem) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(key, pem)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return context(factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException(key, "cannot be used: " + e.getMessage());
        }
    }

    /**
     * The certificates in a text.
     *
     * @throws ConfigException as {@link #authorities} does
     */
    public static List<X509Certificate> certificates(String key, String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher matcher = CERTIFICATE.matcher(pem);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (matcher.find()) {
                byte[] der = Base64.getDecoder().decode(matcher.group(1).replaceAll("(\\s|\\\\n)+", ""));
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new ConfigException(
                    key, "certificate %d cannot be read: %s".formatted(certificates.size() + 1, e.getMessage()));
        }
        if (certificates.isEmpty()) {
            throw new ConfigException(key, "holds no certificate; paste PEM, from -----BEGIN CERTIFICATE----- on");
        }
        return certificates;
    }

    private static SSLContext context(TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
    }

    /** Accepts whatever it is shown. */
    private static final class Anything extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
