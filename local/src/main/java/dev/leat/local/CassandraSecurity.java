package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * What makes a Cassandra a secured one: its certificate before the start, and after it a role of its own in place of the
 * one whose password everybody knows.
 */
record CassandraSecurity(CassandraFiles files) {
    private static final String USER = "leat";
    // What a fresh node has.
    private static final String FIRST_USER = "cassandra";
    private static final String FIRST_PASSWORD = "cassandra";

    /** Makes what is missing; called before the node starts. */
    CassandraAccess prepare(Jdk jdk) {
        NodeFiles node = files.node();
        Path certificates = node.config().resolve("certs");
        Path certificate = certificates.resolve("node.crt");
        Path key = certificates.resolve("node.key");
        SecureRandom random = new SecureRandom();
        try {
            Files.createDirectories(certificates);
            Files.setPosixFilePermissions(certificates, PosixFilePermissions.fromString("rwx------"));
            if (!Files.exists(node.caCertificate()) || !Files.exists(files.keyStore())) {
                new Certificates(jdk, node.directory().resolve("certificates.part"))
                        .create(node.caCertificate(), certificate, key, random);
                Files.writeString(key, Files.readString(key) + Files.readString(certificate));
                Files.move(key, files.keyStore());
            }
        } catch (IOException e) {
            throw LocalException.file("Cannot make " + certificates, e);
        }
        if (NodeSecrets.read(node.secrets()) == null) {
            NodeSecrets.generate(random).write(node.secrets());
        }
        return access();
    }

    /** What a client needs to get in. */
    CassandraAccess access() {
        NodeSecrets secrets = NodeSecrets.read(files.node().secrets());
        if (secrets == null) {
            throw new LocalException(
                    Reason.FILE_FAILED, files.node().secrets() + " is missing, and with it the node's password");
        }
        return new CassandraAccess(files.node().caCertificate(), USER, secrets.password());
    }

    /**
     * Makes the role, unless an earlier run did, and closes the one that everybody knows.
     *
     * @return whether the role is there and the other one closed; the node makes its first one some time after it listens,
     *     and remembers for two seconds who may log in
     */
    boolean complete(InetSocketAddress address, CassandraAccess access) throws IOException {
        try (CqlConnection connection = CqlConnection.open(address, access)) {
            connection.query("ALTER ROLE " + FIRST_USER + " WITH LOGIN = false");
            return isClosed(address, access);
        } catch (LocalException e) {
            return e.reason() == Reason.NODE_REFUSED && create(address, access);
        }
    }

    private static boolean isClosed(InetSocketAddress address, CassandraAccess access) throws IOException {
        try {
            CqlConnection.open(address, access.caCertificate(), FIRST_USER, FIRST_PASSWORD)
                    .close();
            return false;
        } catch (LocalException e) {
            return e.reason() == Reason.NODE_REFUSED;
        }
    }

    private static boolean create(InetSocketAddress address, CassandraAccess access) throws IOException {
        try (CqlConnection connection =
                CqlConnection.open(address, access.caCertificate(), FIRST_USER, FIRST_PASSWORD)) {
            connection.query("CREATE ROLE IF NOT EXISTS " + USER
                    + " WITH SUPERUSER = true AND LOGIN = true AND PASSWORD = '" + access.password() + "'");
        } catch (LocalException e) {
            // Not there yet.
            return false;
        }
        return false;
    }
}
