package dev.leat.local;

import java.nio.file.Path;

/**
 * What a client needs to get into a secured node. Its text form shows no secret.
 *
 * @param caCertificate the file with the certificate authority that signed the node's certificate (PEM)
 * @param username the user that may do everything
 * @param password that user's password
 * @param apiKey an API key with the same rights, as it goes into the header {@code Authorization: ApiKey …}
 */
public record NodeAccess(Path caCertificate, String username, String password, String apiKey) {
    @Override
    public String toString() {
        return "NodeAccess[caCertificate=" + caCertificate + ", username=" + username + ", password=***, apiKey=***]";
    }
}
