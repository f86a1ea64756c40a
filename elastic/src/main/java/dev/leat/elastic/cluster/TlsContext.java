package dev.leat.elastic.cluster;

import dev.leat.elastic.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's SSL context out of {@link Tls}. */
final class TlsContext {

    private TlsContext() {}

    static SSLContext of(Tls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(tls), trustManagers(tls), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ConfigException("tls", "cannot be set up: " + e.getMessage());
        }
    }

    private static TrustManager @Nullable [] trustManagers(Tls tls) throws GeneralSecurityException {
        if (tls.caFingerprint() != null) {
            return new TrustManager[] {new FingerprintTrust(fingerprint(tls.caFingerprint()))};
        }
        if (tls.caFile() == null) {
            return null;
        }
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate certificate : certificates("ca", tls.caFile())) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keyManagers(Tls tls) throws GeneralSecurityException {
        if (tls.clientCertificate() == null && tls.clientKey() == null) {
            return null;
        }
        if (tls.clientCertificate() == null || tls.clientKey() == null) {
            throw new ConfigException("client_certificate", "a client certificate and its key go together; give both");
        }
        Certificate[] chain =
                certificates("client_certificate", tls.clientCertificate()).toArray(new Certificate[0]);
        KeyStore store = emptyStore();
        store.setKeyEntry("client", privateKey(tls.clientKey()), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static Collection<? extends Certificate> certificates(String key, Path file) {
        try (InputStream in = new ByteArrayInputStream(read(key, file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new ConfigException(key, "no certificate in " + file + "; it must hold PEM certificates");
            }
            return certificates;
        } catch (CertificateException | IOException e) {
            throw new ConfigException(key, "cannot read certificates from " + file + ": " + e.getMessage());
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException {
        String pem = new String(read("client_key", file), StandardCharsets.US_ASCII);
        int begin = pem.indexOf("-----BEGIN PRIVATE KEY-----");
        int end = pem.indexOf("-----END PRIVATE KEY-----");
        if (begin < 0 || end < begin) {
            throw new ConfigException(
                    "client_key",
                    file + " holds no unencrypted PKCS#8 key; convert it with 'openssl pkcs8 -topk8 -nocrypt'");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + 27, end));
        String reason = "";
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                reason = algorithm + ": " + e.getMessage();
            }
        }
        throw new ConfigException(
                "client_key", file + " holds a key that is neither RSA, EC nor EdDSA (" + reason + ")");
    }

    private static byte[] read(String key, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException(key, "cannot read " + file + ": " + e.getMessage());
        }
    }

    private static byte[] fingerprint(String hex) {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex.replace(":", "").strip().toLowerCase(Locale.ROOT));
            if (bytes.length == 32) {
                return bytes;
            }
        } catch (IllegalArgumentException notHex) {
            throw new ConfigException("ca_fingerprint", "is not hexadecimal; it is the SHA-256 of the certificate");
        }
        throw new ConfigException("ca_fingerprint", "is not a SHA-256: it must have 64 hexadecimal digits");
    }

    /** Trusts a chain that holds the certificate with the given fingerprint and is signed up to it. */
    private static final class FingerprintTrust extends X509ExtendedTrustManager {

        private final byte[] fingerprint;

        FingerprintTrust(byte[] fingerprint) {
            this.fingerprint = fingerprint;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            try {
                for (int i = 0; i < chain.length; i++) {
                    chain[i].checkValidity();
                    byte[] actual = MessageDigest.getInstance("SHA-256").digest(chain[i].getEncoded());
                    if (MessageDigest.isEqual(actual, fingerprint)) {
                        return;
                    }
                    if (i + 1 < chain.length) {
                        chain[i].verify(chain[i + 1].getPublicKey());
                    }
                }
            } catch (GeneralSecurityException e) {
                throw new CertificateException(e.getMessage(), e);
            }
            throw new CertificateException("no certificate of the server has the given fingerprint");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
