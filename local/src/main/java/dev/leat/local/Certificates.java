package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority for one node and the node's certificate for loopback, made with the JDK's {@code keytool}. The
 * authority's own key is thrown away: nothing else can ever be signed with it.
 */
record Certificates(Jdk jdk, Path folder) {
    private static final String PASSWORD_VARIABLE = "LEAT_STORE_PASSWORD";
    private static final String VALID_DAYS = "3650";

    /** Makes the authority and the certificate, as PEM files. */
    void create(Path caCertificate, Path certificate, Path key, SecureRandom random) {
        String password = NodeSecrets.token(random);
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            keytool(
                    password,
                    "-genkeypair",
                    "-alias",
                    "ca",
                    "-keystore",
                    "ca.p12",
                    "-dname",
                    "CN=Leat local CA",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-validity",
                    VALID_DAYS,
                    "-ext",
                    "bc:c=ca:true",
                    "-ext",
                    "ku:c=keyCertSign,cRLSign");
            keytool(
                    password,
                    "-genkeypair",
                    "-alias",
                    "http",
                    "-keystore",
                    "http.p12",
                    "-dname",
                    "CN=localhost",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-validity",
                    VALID_DAYS);
            keytool(password, "-certreq", "-alias", "http", "-keystore", "http.p12", "-file", "http.csr");
            keytool(
                    password,
                    "-gencert",
                    "-alias",
                    "ca",
                    "-keystore",
                    "ca.p12",
                    "-infile",
                    "http.csr",
                    "-outfile",
                    "http.crt",
                    "-rfc",
                    "-validity",
                    VALID_DAYS,
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1",
                    "-ext",
                    "eku=serverAuth");
            keytool(password, "-exportcert", "-alias", "ca", "-keystore", "ca.p12", "-rfc", "-file", "ca.crt");
            String authority = Files.readString(folder.resolve("ca.crt"));
            Files.writeString(caCertificate, authority);
            Files.writeString(certificate, Files.readString(folder.resolve("http.crt")) + authority);
            Files.deleteIfExists(key);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, privateKey(password));
        } catch (IOException e) {
            throw LocalException.file("Cannot make the certificates in " + folder, e);
        } finally {
            discard();
        }
    }

    private void discard() {
        try {
            DeleteTree.delete(folder);
        } catch (IOException e) {
            throw LocalException.file("Cannot remove " + folder, e);
        }
    }

    private String privateKey(String password) throws IOException {
        try (InputStream stream = Files.newInputStream(folder.resolve("http.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream, password.toCharArray());
            Key key = store.getKey("http", password.toCharArray());
            String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(key.getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IOException("the key store cannot be read", e);
        }
    }

    private void keytool(String password, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(jdk.keytool().toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        // By name, so that the password does not show in the list of processes.
        command.addAll(List.of("-storetype", "PKCS12", "-storepass:env", PASSWORD_VARIABLE));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile());
        builder.environment().put(PASSWORD_VARIABLE, password);
        Process process = builder.start();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new LocalException(
                        Reason.START_FAILED,
                        "keytool " + arguments[0] + " failed: "
                                + Files.readString(folder.resolve("keytool.log"))
                                        .strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw LocalException.interrupted("making certificates", e);
        }
    }
}
