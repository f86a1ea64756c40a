package dev.leat.local;

import java.nio.file.Path;

/**
 * What a client needs to get into a secured Cassandra. Its text form shows no secret.
 *
 * @param caCertificate the file with the certificate authority that signed the node's certificate (PEM)
 * @param username the role that may do everything
 * @param password that role's password
 */
public record CassandraAccess(Path caCertificate, String username, String password) {
    @Override
    public String toString() {
        return "CassandraAccess[caCertificate=" + caCertificate + ", username=" + username + ", password=***]";
    }
}
