package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What makes a node a secured one: certificates and the first password before its start, licence and API key after. */
record NodeSecurity(NodeFiles files, NodeCommand command, SecureRandom random) {
    private static final Pattern ENCODED_KEY = Pattern.compile("\"encoded\"\\s*:\\s*\"([^\"]+)\"");

    /** Makes what is missing; called before the node starts. */
    NodeSecrets prepare() {
        Path certificates = files.config().resolve("certs");
        Path key = certificates.resolve("http.key");
        try {
            Files.createDirectories(certificates);
            Files.setPosixFilePermissions(certificates, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw LocalException.file("Cannot make " + certificates, e);
        }
        if (!Files.exists(files.caCertificate()) || !Files.exists(key)) {
            new Certificates(command.jdk(), files.directory().resolve("certificates.part"))
                    .create(files.caCertificate(), certificates.resolve("http.crt"), key, random);
        }
        NodeSecrets secrets = NodeSecrets.read(files.secrets());
        if (secrets == null) {
            secrets = NodeSecrets.generate(random);
            secrets.write(files.secrets());
        }
        command.launcher().user().own(files.config());
        storeFirstPassword(secrets);
        return secrets;
    }

    private void storeFirstPassword(NodeSecrets secrets) {
        Process tool = command.startKeystoreTool("add", "--force", "--stdin", "bootstrap.password");
        try (var input = tool.getOutputStream()) {
            input.write((secrets.password() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw LocalException.file("Cannot hand the first password to the keystore tool", e);
        }
        try {
            if (!tool.waitFor(1, TimeUnit.MINUTES) || tool.exitValue() != 0) {
                tool.destroyForcibly();
                throw new LocalException(
                        Reason.START_FAILED, "The keystore tool of Elasticsearch failed: see " + files.console());
            }
        } catch (InterruptedException e) {
            tool.destroyForcibly();
            throw LocalException.interrupted("storing the first password", e);
        }
    }

    /** Starts the trial licence and makes the API key, unless an earlier run did; called when the node answers. */
    NodeSecrets complete(NodeClient client, NodeSecrets secrets) {
        try {
            // Refused when a trial was started before, which is as good.
            client.send("POST", "/_license/start_trial?acknowledge=true", "", secrets.basic());
            if (!secrets.apiKey().isEmpty()) {
                String held = "ApiKey " + secrets.apiKey();
                if (client.send("GET", "/_security/_authenticate", null, held).statusCode() == 200) {
                    return secrets;
                }
            }
            HttpResponse<String> answer =
                    client.send("POST", "/_security/api_key", "{\"name\":\"leat-local\"}", secrets.basic());
            Matcher encoded = ENCODED_KEY.matcher(answer.body());
            if (answer.statusCode() != 200 || !encoded.find()) {
                throw new LocalException(
                        Reason.NODE_REFUSED,
                        "Elasticsearch makes no API key (status " + answer.statusCode() + "): see " + files.logs());
            }
            NodeSecrets complete = secrets.withApiKey(encoded.group(1));
            complete.write(files.secrets());
            return complete;
        } catch (IOException e) {
            throw new LocalException(
                    Reason.NODE_REFUSED, "Elasticsearch does not answer while its security is set up: " + e, e);
        }
    }
}
